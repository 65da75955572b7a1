import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { originAllowed } from './origins.ts';
import { readToken } from './tokens.ts';

export interface HandshakeDeps {
  readonly secret: Uint8Array;
  readonly allowedOrigins: readonly string[];
  readonly clock: () => number;
}

const PATH = /^\/v3\/directline\/conversations\/([\w-]+)\/stream$/;

/** Which stream an upgrade asks for, or the status line of its refusal. */
export function readHandshake({ url = '', headers }: IncomingMessage, deps: HandshakeDeps) {
  const [path = '', query] = url.split('?', 2);
  const [, conversation] = PATH.exec(path) ?? [];
  if (conversation === undefined) return '404 Not Found';
  const asked = new URLSearchParams(query);
  const ticket = readToken(deps.secret, asked.get('t') ?? '', deps.clock());
  const opens =
    ticket.kind === 'valid' &&
    ticket.claims.use === 'stream' &&
    ticket.claims.conversation === conversation &&
    originAllowed(headers.origin, headers.host, deps.allowedOrigins);
  return opens ? { conversation, watermark: asked.get('watermark') ?? '' } : '403 Forbidden';
}

/** Answers an upgrade that is not to be, and hangs up. */
export function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
