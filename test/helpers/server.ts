import { createServer, type Server } from 'node:http';
import express from 'express';
import { type DirectLineDeps, makeDirectLine } from '../../src/channels/direct-line.ts';
import type { Outcome } from '../../src/core/conversation.ts';
import { decide } from '../../src/core/decide.ts';
import type { Guide } from '../../src/core/guide.ts';

/** What a test may set; the rest is usual. */
export type DirectLineSettings = Partial<DirectLineDeps> & Pick<DirectLineDeps, 'store'>;

export interface RunningServer {
  readonly url: string;
  /** Trouble that was reported, as what was being done. */
  readonly reported: readonly string[];
  close(): Promise<void>;
}

export const SECRET = Buffer.from('a secret that only these tests may know');

/** What every bot needs, with the real content and the real decide. */
export function botDeps(guide: Guide, reported: string[] = []) {
  let draws = 0;
  return {
    decide: (...turn: DecideArguments): Outcome => decide(guide, ...turn),
    contentVersion: () => guide.content.version,
    messages: () => guide.content.messages,
    clock: () => Date.now(),
    chance: () => {
      draws += 1;
      return `${draws}ZXCVBNMASD`;
    },
    report: (_error: unknown, what: string) => void reported.push(what),
  };
}

type DecideArguments = Parameters<DirectLineDeps['decide']>;

/** Direct Line on a real port of this machine, as the real server mounts it. */
export async function serveDirectLine(
  guide: Guide,
  settings: DirectLineSettings,
  port = 0,
): Promise<RunningServer> {
  const reported: string[] = [];
  const line = makeDirectLine({
    ...botDeps(guide, reported),
    secret: SECRET,
    tokenMinutes: 30,
    allowedOrigins: [],
    publicUrl: 'http://localhost',
    ...settings,
  });
  const app = express();
  app.use('/v3/directline', line.router);
  const server = createServer(app);
  line.attachSockets(server);
  const url = await listen(server, port);
  return {
    url,
    reported,
    close: async () => {
      line.close();
      await stop(server);
    },
  };
}

export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not a port');
  return `http://127.0.0.1:${address.port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
