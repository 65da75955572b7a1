import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { BotDeps } from './channels/bot.ts';
import { botFrameworkRouter } from './channels/bot-framework.ts';
import { type DirectLine, makeDirectLine } from './channels/direct-line.ts';
import { loadTokenSecret } from './channels/token-secret.ts';
import type { TrialConfig } from './commands/trial-process.ts';
import type { Config } from './config.ts';
import { firstOwnerLink } from './console/people.ts';
import { openProvider } from './console/provider.ts';
import { consoleRouter } from './console/router.ts';
import { answerErrors } from './content/check.ts';
import { entryVersion } from './content/entry-version.ts';
import { decide } from './core/decide.ts';
import type { Guide } from './core/guide.ts';
import { makeDestinations } from './delivery/destinations.ts';
import { makeRelay, type Relay } from './delivery/outbox.ts';
import { LiveGuide } from './live-guide.ts';
import { describeError, type Logger } from './log.ts';
import { type Metrics, makeMetrics } from './metrics.ts';
import { openGuide } from './open-guide.ts';
import { openStoresOf } from './open-stores.ts';
import { makeRetention, type Retention, retentionTrouble } from './privacy/retention.ts';
import { TrialRunner } from './replay/trial-runner.ts';
import type { Progress } from './search/search-for.ts';
import { createApp } from './server.ts';
import { healthRouter } from './site/health.ts';
import { siteRouter } from './site/routes.ts';
import type { PrivacyStore } from './storage/privacy-store.ts';
import type { StaffStore } from './storage/staff-store.ts';
import type { Store } from './storage/store.ts';

export interface StartOptions {
  readonly log: Logger;
  readonly onProgress: (progress: Progress) => void;
  /** Reads the content again whenever it changes. */
  readonly watchContent?: boolean;
}

/** A server that listens. `stop` lets what is under way finish. */
export interface Running {
  readonly url: string;
  /** Where the first owner sets the console up; null once there is somebody. */
  readonly setUpLink: string | null;
  stop(): Promise<void>;
}

const ASSETS = fileURLToPath(new URL('../dist/public', import.meta.url));
/** Letters and digits that are not mistaken for each other when read aloud. */
const PLAIN_CHARACTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Makes every part, joins them and listens.
 * @throws ContentError, StoreError; or the system's own error when the port is taken.
 */
export async function startFootnote(config: Config, options: StartOptions): Promise<Running> {
  const { log } = options;
  const guide = liveGuide(config, await openGuide(config, options.onProgress), log);
  const { store, staff, privacy } = await openStoresOf(config);
  const metrics = makeMetrics(store, Date.now);
  const relay = openRelay(config, guide, store, log);
  const bot = botParts(guide, store, metrics, log);
  const directLine = await openDirectLine(config, store, bot);
  const trials = trialRunner(config, guide, log);
  const retention = openRetention(config, privacy, staff, log);
  const server = createServer(
    makeApp(config, {
      guide,
      store,
      staff,
      privacy,
      retention,
      trials,
      metrics,
      directLine,
      bot,
      log,
    }),
  );
  directLine.attachSockets(server);
  await retention.start();
  await listen(server, config.port, config.host);
  relay.start();
  const stopWatching = options.watchContent ? guide.watch() : () => undefined;
  tellWhatIsMissing(config, guide, log);
  return {
    url: urlOf(server, config),
    setUpLink: await firstOwnerLink(staff, config.publicUrl, Date.now()),
    async stop() {
      stopWatching();
      directLine.close();
      await close(server);
      await trials.close();
      await relay.stop();
      await retention.stop();
      await store.close();
    },
  };
}

/** The parts that answer requests. */
interface Parts {
  readonly guide: LiveGuide;
  readonly store: Store;
  readonly staff: StaffStore;
  readonly privacy: PrivacyStore;
  readonly retention: Retention;
  readonly trials: TrialRunner;
  readonly metrics: Metrics;
  readonly directLine: DirectLine;
  readonly bot: BotDeps;
  readonly log: Logger;
}

function makeApp(config: Config, parts: Parts) {
  const { guide, store, staff, privacy, retention, trials, metrics, directLine, bot, log } = parts;
  const { metricsToken, publicUrl, allowedOrigins, trustedProxies, allowLocalEmulator } = config;
  const { provider, ...settings } = config.staff;
  return createApp({
    health: healthRouter({ store, metrics: metrics.registry, metricsToken, clock: Date.now }),
    directLine: directLine.router,
    botFramework: botFrameworkRouter({
      ...bot,
      credentials: config.microsoft,
      allowLocalEmulator,
      publicUrl,
    }),
    console: consoleRouter({
      store,
      staff,
      privacy,
      erasedFile: config.erasedFile,
      retention,
      guide: () => guide.current(),
      trials,
      answerErrors,
      entryVersion,
      settings: { ...settings, publicUrl, contentWritable: config.contentWritable },
      provider: provider && openProvider(provider, publicUrl),
      clock: Date.now,
      log,
      assets: ASSETS,
    }),
    site: siteRouter({
      content: () => guide.current().content,
      publicUrl,
      allowedOrigins,
      assets: ASSETS,
    }),
    trustedProxies,
    secure: publicUrl.startsWith('https:'),
    log,
  });
}

/** What every channel's bot needs. */
function botParts(
  guide: LiveGuide,
  store: Store,
  metrics: Metrics,
  log: Logger,
): BotDeps & { readonly store: Store } {
  return {
    store,
    decide: (conversation, message, draw) => decide(guide.current(), conversation, message, draw),
    contentVersion: () => guide.current().content.version,
    messages: () => guide.current().content.messages,
    clock: Date.now,
    chance: drawCharacters,
    report: (error, what) => log.error({ error: describeError(error) }, what),
    onTurn: (kind, took) => metrics.turn(kind, took),
  };
}

async function openDirectLine(config: Config, store: Store, bot: BotDeps): Promise<DirectLine> {
  const { tokenMinutes, allowedOrigins, publicUrl, databaseUrl } = config;
  const secret = await loadTokenSecret(config.dataDirectory);
  const lookEvery = databaseUrl === null ? null : 1000;
  return makeDirectLine({
    ...bot,
    store,
    secret,
    tokenMinutes,
    allowedOrigins,
    publicUrl,
    lookEvery,
  });
}

function openRelay(config: Config, guide: LiveGuide, store: Store, log: Logger): Relay {
  return makeRelay({
    store,
    destinations: makeDestinations(config, () => guide.current().content.email, Date.now),
    clock: Date.now,
    chance: Math.random,
    report(news) {
      if (news.kind !== 'store-trouble') log.warn({ news }, 'delivery');
      else log.error({ error: describeError(news.error) }, 'the outbox could not be read');
    },
  });
}

/** What is too old is forgotten at the start and every day; what was erased stays erased. */
function openRetention(
  config: Config,
  privacy: PrivacyStore,
  staff: StaffStore,
  log: Logger,
): Retention {
  return makeRetention({
    privacy,
    staff,
    days: config.retention,
    erasedFile: config.erasedFile,
    clock: Date.now,
    onRun: (forgotten) => log.info({ forgotten }, 'what is too old was forgotten'),
    report: (error, what) => log.error({ error: describeError(error) }, what),
  });
}

function liveGuide(config: Config, guide: Guide, log: Logger): LiveGuide {
  return new LiveGuide(config, guide, {
    changed: (changes, version) => log.info({ version, changes }, 'content was read again'),
    learned: (version) => log.info({ version }, 'the learned search is ready'),
    refused: (error) =>
      log.error({ problems: error.problems }, 'content has errors; the old stays'),
  });
}

/** Changes are tried in a process of their own; one that was applied is taken in at once. */
function trialRunner(config: Config, guide: LiveGuide, log: Logger): TrialRunner {
  const { contentDirectory, searchDirectory, dataDirectory } = config;
  const { databaseUrl, keyFile, signedOnly } = config;
  const ending = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  return new TrialRunner({
    script: fileURLToPath(new URL(`./commands/trial-process.${ending}`, import.meta.url)),
    config: {
      contentDirectory,
      searchDirectory,
      dataDirectory,
      databaseUrl,
      keyFile,
      signedOnly,
    } satisfies TrialConfig,
    clock: Date.now,
    onApplied: () =>
      guide.reload().catch((error: unknown) => {
        log.error({ error: describeError(error) }, 'what was applied could not be taken in');
      }),
    report: (trouble) => log.error({ trouble }, 'a trial ended without a result'),
  });
}

/** Eight characters for the reference of a request. */
function drawCharacters(): string {
  const draw = () => PLAIN_CHARACTERS[randomInt(PLAIN_CHARACTERS.length)] ?? '';
  return Array.from({ length: 8 }, draw).join('');
}

/** What whoever starts the server should know before patients come. */
function tellWhatIsMissing(config: Config, guide: LiveGuide, log: Logger): void {
  const { entries, version } = guide.current().content;
  const drafts = [...entries.values()].filter(({ status }) => status === 'draft').length;
  log.info({ version, entries: entries.size, drafts }, 'content is sound');
  if (drafts > 0 && !config.signedOnly) {
    log.warn({ drafts }, 'visitors see answers that no clinician has signed; see SIGNED_ONLY');
  }
  const trouble = retentionTrouble(config.retention, guide.current().content.clinic.retentionDays);
  if (trouble !== null) log.warn(trouble);
  if (config.email === null && config.webhook === null) {
    log.warn('no e-mail or webhook is set: requests wait in the database until one is');
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function urlOf(server: Server, config: Config): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return `http://localhost:${port}`;
}
