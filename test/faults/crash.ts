import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { makeRelay } from '../../src/delivery/outbox.ts';
import { webhookDestination } from '../../src/delivery/webhook.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { type HookServer, startHookServer } from '../helpers/receivers.ts';
import type { WriterOrders } from './writer.ts';

/** What was found after all the kills and one calm hour. All but the first three should be 0. */
export interface CrashReport {
  readonly kills: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged with a reference, but not in the database under it. */
  readonly lost: number;
  /** Rows without the rows they belong to, or a transcript of the wrong length. */
  readonly orphans: number;
  /** Conversations whose one confirmation made more than one request. */
  readonly twice: number;
  /** Requests that the receiver never had. */
  readonly undelivered: number;
  /** Requests that a receiver which drops known keys took more than once. */
  readonly doubled: number;
  /** SQLite found no damage in its file. */
  readonly sound: boolean;
}

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const HOUR = 60 * 60_000;

/** What must be left after any number of kills. */
export const NOTHING_LOST = {
  lost: 0,
  orphans: 0,
  twice: 0,
  undelivered: 0,
  doubled: 0,
  sound: true,
};

export interface CrashOptions {
  /** At least so many kills, and on until at least so many bookings are acknowledged. */
  readonly kills: number;
  readonly bookings: number;
  /** Visitors who book at the same time. */
  readonly lanes: number;
  /** How long a writer lives after its first acknowledgement: from 10 ms to this many. */
  readonly longestLife: number;
  readonly onKill?: (kills: number, acknowledged: number) => void;
}

/**
 * Runs the writer and kills it (SIGKILL), again and again; then delivers what is left and compares
 * what was told with what is there.
 */
export async function crashAgainAndAgain(
  database: TestDatabase,
  options: CrashOptions,
): Promise<CrashReport> {
  const receiver = await startHookServer();
  const writer = await bundleWriter();
  const acknowledged = new Map<string, string>();
  const doubtful = new Set<string>();
  let kills = 0;
  let next = startWriter(writer);
  try {
    while (kills < options.kills || acknowledged.size < options.bookings) {
      const present = next;
      next = startWriter(writer);
      present.stdin.end(
        JSON.stringify({
          at: database.at,
          keyFile: database.keyFile,
          hook: { url: receiver.url, secret: SECRET },
          run: kills,
          lanes: options.lanes,
          again: [...doubtful],
        } satisfies WriterOrders),
      );
      const life = 10 + Math.random() * (options.longestLife - 10);
      note(await listenAndKill(present, life), acknowledged, doubtful);
      kills += 1;
      options.onKill?.(kills, acknowledged.size);
    }
    await deliverTheRest(database, receiver);
    return await compare(database, receiver, kills, acknowledged);
  } finally {
    next.kill('SIGKILL');
    await receiver.close();
    rmSync(writer);
  }
}

/** One file starts in a fraction of the time that TypeScript and its packages take. */
async function bundleWriter(): Promise<string> {
  // Inside the project, as the native part of SQLite is found from where the file lies.
  const outfile = path.resolve(`node_modules/.cache/footnote/writer-${process.pid}.mjs`);
  await build({
    entryPoints: [path.resolve('test/faults/writer.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3', 'pg-native', 'cloudflare:sockets'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

function startWriter(writer: string) {
  return spawn(process.execPath, [writer], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Lets a writer live so many milliseconds after its first acknowledgement; returns what it told. */
async function listenAndKill(
  child: ReturnType<typeof startWriter>,
  life: number,
): Promise<readonly string[]> {
  let text = '';
  const ended = once(child, 'close');
  const first = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('acknowledged')) resolve();
    });
  });
  const none = ended.then(() => Promise.reject(new Error('a writer ended before any booking')));
  await Promise.race([first, none]);
  none.catch(() => undefined);
  await setTimeout(life);
  child.kill('SIGKILL');
  await ended;
  // What comes after the last line end was cut off by the kill.
  return text.split('\n').slice(0, -1);
}

function note(
  lines: readonly string[],
  acknowledged: Map<string, string>,
  doubtful: Set<string>,
): void {
  for (const line of lines) {
    const [word, conversation = '', reference = ''] = line.split(' ');
    if (word === 'try') doubtful.add(conversation);
    if (word === 'acknowledged') {
      doubtful.delete(conversation);
      acknowledged.set(conversation, reference);
    }
  }
}

/** An hour later, when every lease of the dead has run out. */
async function deliverTheRest(database: TestDatabase, receiver: HookServer): Promise<void> {
  const store = await database.open();
  const hook = { url: receiver.url, secret: SECRET, allowPrivate: false };
  const relay = makeRelay({
    store,
    destinations: [webhookDestination(hook, Date.now)],
    report: () => undefined,
    clock: () => Date.now() + HOUR,
    chance: Math.random,
  });
  await relay.deliverDue();
  await store.close();
}

async function compare(
  database: TestDatabase,
  receiver: HookServer,
  kills: number,
  acknowledged: ReadonlyMap<string, string>,
): Promise<CrashReport> {
  const requests = await database.query('select id, conversation_id, reference from requests');
  const references = new Map(requests.map((row) => [row.conversation_id, row.reference]));
  const lost = [...acknowledged].filter(([id, reference]) => references.get(id) !== reference);
  const taken = new Map<string, unknown>();
  for (const { headers, body } of receiver.hooks) {
    taken.set(headers['webhook-id'] ?? '', JSON.parse(body).data.reference);
  }
  const ids = new Set(requests.map(({ id }) => id));
  return {
    kills,
    acknowledged: acknowledged.size,
    stored: requests.length,
    lost: lost.length,
    orphans: await countOrphans(database),
    twice: requests.length - references.size,
    undelivered: requests.filter(({ id }) => !taken.has(String(id))).length,
    doubled:
      taken.size -
      new Set(taken.values()).size +
      [...taken.keys()].filter((id) => !ids.has(id)).length,
    sound: await isSound(database),
  };
}

async function countOrphans(database: TestDatabase): Promise<number> {
  const [row] = await database.query(`
    select
      (select count(*) from requests left join turns on turns.turn = requests.turn
        and turns.conversation_id = requests.conversation_id where turns.turn is null) +
      (select count(*) from turns left join conversations on conversations.id = conversation_id
        where conversations.id is null or turns.turn > conversations.version) +
      (select count(*) from conversations where lines <>
        (select count(*) from lines where lines.conversation_id = conversations.id)) +
      (select count(*) from turns left join requests on turns.turn = requests.turn
        and turns.conversation_id = requests.conversation_id
        where turns.decision_kind = 'flow' and requests.id is null) as orphans`);
  return Number(row?.orphans);
}

async function isSound(database: TestDatabase): Promise<boolean> {
  if (!database.at.sqlitePath) return true;
  const [row] = await database.query('pragma integrity_check');
  return row?.integrity_check === 'ok';
}
