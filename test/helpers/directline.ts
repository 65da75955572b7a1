import { DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** What tests look at in an activity; anything else is kept as it came. */
const activitySchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().default(''),
  from: z.looseObject({ id: z.string(), role: z.string() }),
  replyToId: z.string().optional(),
  channelData: z.unknown().optional(),
});
export type SeenActivity = z.infer<typeof activitySchema>;

const passSchema = z.object({
  conversationId: z.string(),
  token: z.string(),
  expires_in: z.number(),
  streamUrl: z.string().default(''),
});
export type Pass = z.infer<typeof passSchema>;

const setSchema = z.object({ activities: z.array(activitySchema), watermark: z.string() });
export type ActivitySet = z.infer<typeof setSchema>;

/** Direct Line by plain HTTP: every call as a client would make it. */
export class Caller {
  readonly base: string;
  token: string | null = null;

  constructor(url: string, token: string | null = null) {
    this.base = `${url}/v3/directline`;
    this.token = token;
  }

  async call(method: string, path: string, body?: unknown, headers: HeadersInit = {}) {
    const sent = new Headers({ 'content-type': 'application/json', ...headers });
    if (this.token !== null) sent.set('authorization', `Bearer ${this.token}`);
    const options: RequestInit = { method, headers: sent };
    if (body !== undefined) options.body = typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(this.base + path, options);
  }

  /** A token, and the conversation begun with it. */
  async begin(): Promise<Pass> {
    const generated = await readPass(await this.call('POST', '/tokens/generate'));
    this.token = generated.token;
    return readPass(await this.call('POST', '/conversations', {}));
  }

  async say(conversation: string, text: string, clientId: string): Promise<Response> {
    const channelData = { clientActivityID: clientId };
    return this.post(conversation, { type: 'message', text, from: { id: 'me' }, channelData });
  }

  post(conversation: string, activity: unknown): Promise<Response> {
    return this.call('POST', `/conversations/${conversation}/activities`, activity);
  }

  async read(conversation: string, watermark = ''): Promise<ActivitySet> {
    const path = `/conversations/${conversation}/activities?watermark=${watermark}`;
    return setSchema.parse(await (await this.call('GET', path)).json());
  }
}

export async function readPass(response: Response): Promise<Pass> {
  return passSchema.parse(await response.json());
}

/** `{error:{code}}` and the status of a refusal. */
export async function readRefusal(response: Response): Promise<string> {
  const schema = z.object({ error: z.object({ code: z.string(), message: z.string().min(1) }) });
  return `${response.status} ${schema.parse(await response.json()).error.code}`;
}

/** A WebSocket on a stream, keeping the frames it got. */
export class Listening {
  readonly frames: ActivitySet[] = [];
  readonly socket: WebSocket;

  constructor(streamUrl: string, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(streamUrl, { headers });
    this.socket.on('message', (data) => {
      this.frames.push(setSchema.parse(JSON.parse(String(data))));
    });
  }

  get texts(): readonly string[] {
    return this.frames.flatMap(({ activities }) => activities.map(({ text }) => text));
  }

  /** Resolves to the status of the refusal, or 101. */
  async opened(): Promise<number> {
    return new Promise((resolve) => {
      this.socket.once('open', () => resolve(101));
      this.socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        this.socket.terminate();
      });
      this.socket.once('error', () => undefined);
    });
  }
}

/** Waits until something is so; fails the test by its timeout when it never is. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

type StockOptions = Omit<ConstructorParameters<typeof DirectLine>[0], 'domain'>;

/** The stock client, BotFramework-DirectLineJS, with what it saw. */
export class StockClient {
  readonly line: DirectLine;
  readonly seen: SeenActivity[] = [];
  readonly statuses: number[] = [];

  constructor(url: string, options: StockOptions) {
    giveBrowserGlobals();
    this.line = new DirectLine({ domain: `${url}/v3/directline`, ...options });
    this.line.connectionStatus$.subscribe((status) => this.statuses.push(status));
    this.line.activity$.subscribe(
      (activity) => this.seen.push(activitySchema.parse(activity)),
      () => undefined,
    );
  }

  /** The id the server gave, or `retry`. */
  say(text: string, clientId: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const channelData = { clientActivityID: clientId };
      this.line
        .postActivity({ type: 'message', text, from: { id: 'stock' }, channelData })
        .subscribe(resolve, reject);
    });
  }

  async heard(part: string): Promise<SeenActivity> {
    const find = () => this.seen.find(({ text }) => text.includes(part));
    await until(() => find() !== undefined);
    return activitySchema.parse(find());
  }

  end(): void {
    this.line.end();
  }
}

/** What DirectLineJS takes from a browser and Node 20 has not. */
function giveBrowserGlobals(): void {
  Object.assign(globalThis, { WebSocket, XMLHttpRequest: FetchRequest });
}

/** As much of XMLHttpRequest as DirectLineJS uses, over fetch. */
class FetchRequest {
  readyState = 0;
  status = 0;
  response: unknown = null;
  responseType = '';
  timeout = 0;
  withCredentials = false;
  onreadystatechange: (() => void) | null = null;
  onerror: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  readonly upload = {};
  readonly #headers = new Headers();
  readonly #stop = new AbortController();
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getResponseHeader(): string | null {
    return null;
  }

  abort(): void {
    this.#stop.abort();
  }

  send(body: string | null = null): void {
    void this.#fetch(body).catch(() => {
      if (!this.#stop.signal.aborted) this.onerror?.();
    });
  }

  async #fetch(body: string | null): Promise<void> {
    const { signal } = this.#stop;
    const answer = await fetch(this.#url, {
      method: this.#method,
      headers: this.#headers,
      signal,
      body,
    });
    const text = await answer.text();
    this.status = answer.status;
    this.response = text === '' ? null : JSON.parse(text);
    this.readyState = 4;
    this.onreadystatechange?.();
  }
}
