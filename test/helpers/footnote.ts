import { createServer } from 'node:net';
import { readConfig } from '../../src/config.ts';
import { makeLogger } from '../../src/log.ts';
import { type Running, startFootnote } from '../../src/start.ts';
import { temporaryDirectory } from './guide.ts';

export interface TestServer extends Running {
  readonly dataDirectory: string;
  /** Stops it and starts another on the same port and data. */
  restart(): Promise<void>;
}

/** The whole product on a free port, with a database and keys of its own. */
export async function startTestServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const port = await freePort();
  const dataDirectory = settings.DATA_DIR ?? (await temporaryDirectory());
  const config = readConfig({
    PORT: String(port),
    DATA_DIR: dataDirectory,
    SEARCH_DIR: 'data',
    ...settings,
  });
  const start = () =>
    startFootnote(config, { log: makeLogger('silent'), onProgress: () => undefined });
  let running = await start();
  return {
    url: running.url,
    setUpLink: running.setUpLink,
    dataDirectory,
    stop: () => running.stop(),
    async restart() {
      await running.stop();
      running = await start();
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
