import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feed } from './feed.ts';
import { type HandshakeDeps, readHandshake, refuse } from './handshake.ts';

export interface SocketDeps extends HandshakeDeps {
  readonly feed: Feed;
  /** Milliseconds between looks for turns that another server saved; null when there is no other. */
  readonly lookEvery: number | null;
}

/** One open stream and how far it has read. */
interface Stream {
  readonly socket: WebSocket;
  readonly conversation: string;
  watermark: string;
  reading: boolean;
  again: boolean;
  alive: boolean;
}

/** Clients send nothing but empty pings; a browser may have the chat open in a few tabs. */
const LARGEST_FRAME = 1024;
const MOST_STREAMS = 8;
const MOST_BUFFERED = 1_000_000;
const PING_EVERY = 30_000;
const TRY_AGAIN = 1000;
/** A client that does not answer a goodbye must not keep the server from stopping. */
const FAREWELL = 1000;

/**
 * The WebSocket streams of Direct Line. A stream sends what the feed reads after its watermark, first
 * on opening, then whenever its conversation is woken by a saved turn.
 */
export class Sockets {
  readonly #deps: SocketDeps;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  readonly #streams = new Map<string, Set<Stream>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #looking = false;

  constructor(deps: SocketDeps) {
    this.#deps = deps;
    this.#timers.push(setInterval(() => this.#pingAll(), PING_EVERY).unref());
    if (deps.lookEvery !== null) {
      this.#timers.push(setInterval(() => void this.#look(), deps.lookEvery).unref());
    }
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Sends what is new in a conversation to whoever is listening. */
  wake(conversation: string): void {
    for (const stream of this.#streams.get(conversation) ?? []) void this.#pump(stream);
  }

  /** Says goodbye with 1012, "service restart": clients come back by themselves. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    const open = this.#all();
    for (const { socket } of open) socket.close(1012);
    setTimeout(() => {
      for (const { socket } of open) socket.terminate();
    }, FAREWELL).unref();
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const asked = readHandshake(request, this.#deps);
    if (typeof asked === 'string') {
      refuse(socket, asked);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) =>
      this.#open(opened, asked.conversation, asked.watermark),
    );
  }

  #open(socket: WebSocket, conversation: string, watermark: string): void {
    const stream = { socket, conversation, watermark, reading: false, again: false, alive: true };
    const streams = this.#streams.get(conversation) ?? new Set<Stream>();
    this.#streams.set(conversation, streams.add(stream));
    const [oldest] = streams;
    if (streams.size > MOST_STREAMS) oldest?.socket.close(1008);
    socket.on('pong', () => {
      stream.alive = true;
    });
    // Without a listener a broken frame would end the process; ws closes the socket by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      streams.delete(stream);
      if (streams.size === 0 && this.#streams.get(conversation) === streams) {
        this.#streams.delete(conversation);
      }
    });
    void this.#pump(stream);
  }

  /** Reads and sends until nothing is new. One at a time for a stream, so that order is kept. */
  async #pump(stream: Stream): Promise<void> {
    stream.again = true;
    if (stream.reading) return;
    stream.reading = true;
    while (stream.again && stream.socket.readyState === stream.socket.OPEN) {
      stream.again = false;
      const { activities, watermark, more, read } = await this.#deps.feed.read(
        stream.conversation,
        stream.watermark,
      );
      stream.watermark = watermark;
      if (activities.length > 0) this.#send(stream, JSON.stringify({ activities, watermark }));
      if (more) stream.again = true;
      if (!read) setTimeout(() => void this.#pump(stream), TRY_AGAIN).unref();
    }
    stream.reading = false;
  }

  #send({ socket }: Stream, text: string): void {
    if (socket.bufferedAmount > MOST_BUFFERED) socket.terminate();
    else socket.send(text);
  }

  /** One query at a time, however many are listening: it takes longer then, and costs no more. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (const stream of this.#all()) await this.#pump(stream);
    this.#looking = false;
  }

  #pingAll(): void {
    for (const stream of this.#all()) {
      if (!stream.alive) stream.socket.terminate();
      stream.alive = false;
      stream.socket.ping();
    }
  }

  #all(): readonly Stream[] {
    return [...this.#streams.values()].flatMap((streams) => [...streams]);
  }
}
