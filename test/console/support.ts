import { createServer, type Server } from 'node:http';
import express from 'express';
import { generate } from 'otplib';
import { assetsDirectory, buildAssets } from '../../src/commands/assets.ts';
import type { ConsoleDependencies, ConsoleSettings } from '../../src/console/dependencies.ts';
import { hire, passwordLink } from '../../src/console/people.ts';
import type { Provider } from '../../src/console/provider.ts';
import { consoleRouter } from '../../src/console/router.ts';
import { answerErrors } from '../../src/content/check.ts';
import { entryVersion } from '../../src/content/entry-version.ts';
import { loadContent } from '../../src/content/load.ts';
import { findables } from '../../src/core/findables.ts';
import type { Guide } from '../../src/core/guide.ts';
import { makeLogger } from '../../src/log.ts';
import { guideFrom } from '../../src/open-guide.ts';
import { makeRetention, type Retention } from '../../src/privacy/retention.ts';
import { TrialRunner } from '../../src/replay/trial-runner.ts';
import { fuseSearch } from '../../src/search/fuse.ts';
import { securityHeaders } from '../../src/site/routes.ts';
import type { PrivacyStore } from '../../src/storage/privacy-store.ts';
import type { Role, StaffStore } from '../../src/storage/staff-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { NOON } from '../helpers/turns.ts';

/** A passphrase that nobody would call common. */
export const PASSWORD = 'seven otters paint a wet lighthouse';
export const MINUTE = 60_000;

let guide: Promise<Guide> | undefined;

/** The real content; the console shows it but does not search it. */
export function contentGuide(): Promise<Guide> {
  guide ??= Promise.all([loadContent('.'), buildAssets()]).then(([content]) =>
    guideFrom(content, fuseSearch(findables(content)), false),
  );
  return guide;
}

export interface TestConsole {
  readonly url: string;
  readonly store: Store;
  readonly staff: StaffStore;
  readonly privacy: PrivacyStore;
  readonly retention: Retention;
  readonly erasedFile: string;
  readonly database: TestDatabase;
  readonly guide: Guide;
  /** The fake clock, in milliseconds. */
  now: number;
  /** An account with password and, where the role needs it, an authenticator. */
  hire(username: string, role: Role): Promise<Person>;
  /** A browser that is signed in all the way. */
  enter(person: Person): Promise<Visitor>;
  visitor(): Visitor;
  stop(): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  secret: string;
  recovery: readonly string[];
}

export interface ConsoleOptions {
  readonly settings?: Partial<ConsoleSettings>;
  readonly provider?: (url: string) => Provider;
  readonly change?: (dependencies: ConsoleDependencies) => ConsoleDependencies;
  /** Another database than SQLite. */
  readonly create?: () => Promise<TestDatabase>;
}

/** The console on a real port over a real database. */
export async function startConsole(options: ConsoleOptions = {}): Promise<TestConsole> {
  const database = await (options.create ?? createSqlite)();
  const { store, staff, privacy } = await database.openBoth();
  const erasedFile = `${database.keyFile}.erased`;
  const retention = makeRetention({
    privacy,
    staff,
    days: { transcripts: 90, bookings: 365, audit: 730 },
    erasedFile,
    clock: () => self.now,
    onRun: () => undefined,
    report: () => undefined,
  });
  const real = await contentGuide();
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = urlOf(server);
  const dependencies: ConsoleDependencies = {
    store,
    staff,
    privacy,
    erasedFile,
    retention,
    guide: () => real,
    trials: noTrials(),
    answerErrors,
    entryVersion,
    settings: {
      publicUrl: url,
      idle: 15 * MINUTE,
      longest: 12 * 60 * MINUTE,
      codeRule: 'transcripts',
      contentWritable: false,
      ...options.settings,
    },
    provider: options.provider?.(url) ?? null,
    clock: () => self.now,
    log: makeLogger('silent'),
    assets: assetsDirectory,
  };
  app.use(securityHeaders(false));
  app.use('/staff', consoleRouter(options.change?.(dependencies) ?? dependencies));
  const self: TestConsole = {
    url,
    store,
    staff,
    privacy,
    retention,
    erasedFile,
    database,
    guide: real,
    now: NOON,
    visitor: () => new Visitor(url),
    hire: (username, role) => hireFor(self, username, role),
    enter: (person) => enter(self, person),
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await database.drop();
    },
  };
  return self;
}

/** A runner whose process ends at once: replay.test.ts has the real one. */
function noTrials(): TrialRunner {
  return new TrialRunner({
    script: 'nothing-to-run.js',
    config: {},
    clock: () => NOON,
    onApplied: async () => undefined,
    report: () => undefined,
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  return `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
}

async function hireFor(house: TestConsole, username: string, role: Role): Promise<Person> {
  const name = `${username[0]?.toUpperCase()}${username.slice(1)} Tan`;
  const id = await hire(house.staff, { username, name, role }, house.now);
  const link = await passwordLink(house.staff, house.url, house.now, id);
  const visitor = house.visitor();
  const answer = await visitor.post(new URL(link).pathname, {
    password: PASSWORD,
    again: PASSWORD,
  });
  const person: Person = { id, username, role, secret: '', recovery: [] };
  if (answer.location === '/staff/codes') await enrol(house, visitor, person);
  house.now += MINUTE;
  return person;
}

/** Sets up the authenticator of somebody who was sent to do so. */
export async function enrol(house: TestConsole, visitor: Visitor, person: Person): Promise<void> {
  await visitor.post('/staff/codes/start');
  const facts = await house.staff.signInFacts({ id: person.id });
  person.secret = facts?.pendingSecret ?? '';
  const answer = await visitor.post('/staff/codes', { code: await codeOf(house, person) });
  person.recovery = [...answer.text.matchAll(/<code>([\w-]+)<\/code>/g)].map((one) => one[1] ?? '');
}

export function codeOf(house: TestConsole, { secret }: Person, at = house.now): Promise<string> {
  return generate({ secret, epoch: Math.floor(at / 1000) });
}

async function enter(house: TestConsole, person: Person): Promise<Visitor> {
  const visitor = house.visitor();
  const { username } = person;
  const first = await visitor.post('/staff/sign-in', { username, password: PASSWORD });
  if (first.location?.startsWith('/staff/code') !== true) return visitor;
  house.now += MINUTE;
  await visitor.post('/staff/code', { code: await codeOf(house, person) });
  return visitor;
}

export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly headers: Headers;
}

/** A browser without a screen: it keeps cookies and says where its requests come from. */
export class Visitor {
  readonly #url: string;
  readonly cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    return this.#send(path, { headers });
  }

  post(
    path: string,
    form: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Seen> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  async #send(path: string, init: RequestInit): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return {
      status: answer.status,
      text: await answer.text(),
      location: answer.headers.get('location'),
      headers: answer.headers,
    };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
