import { type ActivitySet, readActivitySet } from './activities.ts';

/** What the chat is told by its connection. */
export interface Listener {
  activities(set: ActivitySet): void;
  /** False while the server cannot be reached; the client keeps trying by itself. */
  online(yes: boolean): void;
}

/** What survives a reload of the page: the bearer token and its conversation, nothing that was said. */
interface Saved {
  readonly conversation: string;
  readonly token: string;
}

const STORAGE = 'footnote';
const REFRESH_EVERY = 10 * 60_000;
const PING_EVERY = 20_000;
const LONGEST_WAIT = 15_000;

/**
 * A small Direct Line 3.0 client: one conversation, resumed after a reload, live by WebSocket, and
 * patient with a server that is away. Posting is safe to repeat: the server knows a message by the
 * id its client gave it.
 */
export class DirectLineClient {
  readonly #base: string;
  readonly #listener: Listener;
  #saved: Saved | null = null;
  #watermark = '';
  #socket: WebSocket | null = null;
  #failures = 0;
  #refresh = 0;
  #ping = 0;

  constructor(base: string, listener: Listener) {
    this.#base = base;
    this.#listener = listener;
  }

  /** Resumes the saved conversation, or begins one; then stays connected. */
  async connect(): Promise<void> {
    this.#saved ??= readSaved();
    try {
      const streamUrl = (await this.#resume()) ?? (await this.#begin());
      this.#listen(streamUrl);
      this.#keepFresh();
    } catch {
      this.#retryLater();
    }
  }

  /** Forgets this conversation and begins another. */
  async restart(): Promise<void> {
    sessionStorage.removeItem(STORAGE);
    this.#saved = null;
    this.#watermark = '';
    this.#drop();
    await this.connect();
  }

  /**
   * Posts one activity. Rejects when the server could not take it; the same activity may then be
   * posted again.
   */
  async post(activity: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#saved === null) throw new Error('not connected');
    const path = `/conversations/${encodeURIComponent(this.#saved.conversation)}/activities`;
    const response = await this.#call('POST', path, activity);
    if (response.status === 403) await this.#refreshToken();
    // The conversation was erased, or is too old: the next try goes to a new one.
    if (response.status === 404) void this.restart();
    if (!response.ok) throw new Error(`status ${response.status}`);
  }

  /** Null when there is nothing to resume: then a conversation must be begun. */
  async #resume(): Promise<string | null> {
    if (this.#saved === null) return null;
    const path = `/conversations/${encodeURIComponent(this.#saved.conversation)}?watermark=${this.#watermark}`;
    let response = await this.#call('GET', path);
    if (response.status === 403 && (await this.#refreshToken()))
      response = await this.#call('GET', path);
    if (response.status >= 500 || response.status === 429) throw new Error('server away');
    if (!response.ok) {
      this.#saved = null;
      return null;
    }
    return this.#keep(await response.json());
  }

  async #begin(): Promise<string> {
    const generated = await this.#call('POST', '/tokens/generate', {});
    if (!generated.ok) throw new Error('no token');
    this.#keep(await generated.json());
    const started = await this.#call('POST', '/conversations', {});
    if (!started.ok) throw new Error('no conversation');
    this.#watermark = '';
    return this.#keep(await started.json());
  }

  /** Remembers token and conversation; returns where the live stream is. */
  #keep(body: unknown): string {
    const { conversationId, token, streamUrl } = body as Record<string, string | undefined>;
    const conversation = conversationId ?? this.#saved?.conversation;
    if (!token || !conversation) throw new Error('unexpected answer');
    this.#saved = { conversation, token };
    sessionStorage.setItem(STORAGE, JSON.stringify(this.#saved));
    return streamUrl ?? '';
  }

  #listen(streamUrl: string): void {
    this.#drop();
    const url = new URL(streamUrl, location.href);
    if (this.#watermark !== '') url.searchParams.set('watermark', this.#watermark);
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#failures = 0;
      this.#listener.online(true);
      this.#ping = window.setInterval(() => socket.send(''), PING_EVERY);
    });
    socket.addEventListener('message', (event) => this.#take(event.data));
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#retryLater();
    });
  }

  #take(data: unknown): void {
    if (typeof data !== 'string' || data === '') return;
    const set = readActivitySet(JSON.parse(data));
    if (set.watermark !== null) this.#watermark = set.watermark;
    this.#listener.activities(set);
  }

  #drop(): void {
    window.clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Waits longer after each failure, and never the same for all visitors at once. */
  #retryLater(): void {
    this.#drop();
    this.#listener.online(false);
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    window.setTimeout(() => void this.connect(), wait);
  }

  #keepFresh(): void {
    window.clearInterval(this.#refresh);
    this.#refresh = window.setInterval(
      () => void this.#refreshToken().catch(() => false),
      REFRESH_EVERY,
    );
  }

  async #refreshToken(): Promise<boolean> {
    const response = await this.#call('POST', '/tokens/refresh', {});
    if (!response.ok) return false;
    this.#keep(await response.json());
    return true;
  }

  #call(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.#saved) headers.authorization = `Bearer ${this.#saved.token}`;
    const options: RequestInit = { method, headers, cache: 'no-store' };
    if (body !== undefined) options.body = JSON.stringify(body);
    return fetch(this.#base + path, options);
  }
}

function readSaved(): Saved | null {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(STORAGE) ?? 'null');
    if (typeof saved !== 'object' || saved === null) return null;
    const { conversation, token } = saved as Partial<Saved>;
    return conversation && token ? { conversation, token } : null;
  } catch {
    return null;
  }
}
