import path from 'node:path';
import { z } from 'zod';

/**
 * The one reader of the environment. `.env.example` says what each name means; a wrong value stops
 * the start with every problem named.
 */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** The address visitors use, without a slash at the end. */
  readonly publicUrl: string;
  /** Origins whose pages may show the chat and talk to it, the server's own included. */
  readonly allowedOrigins: readonly string[];
  /** Addresses of proxies whose X-Forwarded-For is believed; empty for none. */
  readonly trustedProxies: readonly string[];
  readonly contentDirectory: string;
  /** Whether staff may have suggestions written into it from the console. */
  readonly contentWritable: boolean;
  readonly dataDirectory: string;
  /** Where the learned search is kept: made from content alone, so it may be shared. */
  readonly searchDirectory: string;
  /** Opens what is sealed in the database; best kept away from it. */
  readonly keyFile: string;
  /** Which conversations and requests were erased, so that a restored backup is erased again. */
  readonly erasedFile: string;
  readonly databaseUrl: string | null;
  readonly retention: RetentionDays;
  readonly tokenMinutes: number;
  readonly signedOnly: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly metricsToken: string | null;
  readonly staff: StaffConfig;
  readonly microsoft: MicrosoftCredentials | null;
  readonly allowLocalEmulator: boolean;
  readonly email: { readonly smtpUrl: string; readonly from: string; readonly to: string } | null;
  readonly webhook: {
    readonly url: string;
    readonly secret: string;
    readonly allowPrivate: boolean;
  } | null;
}

/** For how many days each is kept. */
export interface RetentionDays {
  readonly transcripts: number;
  readonly bookings: number;
  readonly audit: number;
}

/** The staff's console. Times in milliseconds. */
export interface StaffConfig {
  /** Without a move for so long, a session ends; after `longest` in any case. */
  readonly idle: number;
  readonly longest: number;
  /** Who needs a code besides the password: those who may open transcripts, all, or nobody. */
  readonly codeRule: 'transcripts' | 'all' | 'none';
  /** Sign-in by OpenID Connect. */
  readonly provider: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly label: string;
  } | null;
}

export interface MicrosoftCredentials {
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: 'MultiTenant' | 'SingleTenant';
  readonly tenantId: string | null;
}

/** Thrown when a setting is wrong or half given; the message names each setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';
}

const flag = z
  .enum(['true', 'false', ''], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true');

const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value ? value : null));

const list = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/).filter((item) => item !== ''));

/** A hundred years at most: a wrong figure must not mean "for ever". */
function days(usual: number) {
  return z.coerce.number('must be a number of days').int().min(1).max(36_500).default(usual);
}

const environment = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: z.coerce.number('must be a number').int().min(0).max(65535).default(3978),
  PUBLIC_URL: optional.pipe(
    z.url('must be an address like https://chat.clinic.example').nullable(),
  ),
  ALLOWED_ORIGINS: list.pipe(
    z.array(z.string().refine(isOrigin, 'must be origins like https://clinic.example')),
  ),
  TRUSTED_PROXIES: list,
  CONTENT_DIR: z.string().default('.'),
  CONTENT_WRITABLE: flag,
  DATA_DIR: z.string().default('data'),
  SEARCH_DIR: z.string().optional(),
  KEY_FILE: z.string().optional(),
  DATABASE_URL: optional.pipe(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .nullable(),
  ),
  RETENTION_TRANSCRIPTS_DAYS: days(90),
  RETENTION_BOOKINGS_DAYS: days(365),
  RETENTION_AUDIT_DAYS: days(730),
  TOKEN_MINUTES: z.coerce.number('must be a number').int().min(1).max(1440).default(30),
  SIGNED_ONLY: flag,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: optional,
  STAFF_IDLE_MINUTES: z.coerce.number('must be a number').int().min(2).max(240).default(15),
  STAFF_SESSION_HOURS: z.coerce.number('must be a number').int().min(1).max(72).default(12),
  STAFF_CODES: z.enum(['transcripts', 'all', 'none']).default('transcripts'),
  OIDC_ISSUER: optional.pipe(
    z
      .url('must be an address like https://login.clinic.example')
      .refine(isSafeIssuer, 'must begin with https://')
      .nullable(),
  ),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_LABEL: z.string().trim().min(1).max(40).default('your provider'),
  MicrosoftAppId: optional,
  MicrosoftAppPassword: optional,
  MicrosoftAppType: z.enum(['MultiTenant', 'SingleTenant']).default('MultiTenant'),
  MicrosoftAppTenantId: optional,
  ALLOW_LOCAL_EMULATOR: flag,
  SMTP_URL: optional.pipe(
    z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .nullable(),
  ),
  MAIL_FROM: optional.pipe(z.email('must be an e-mail address').nullable()),
  MAIL_TO: optional.pipe(z.email('must be an e-mail address').nullable()),
  WEBHOOK_URL: optional.pipe(z.url('must be an address like https://…').nullable()),
  WEBHOOK_SECRET: optional.pipe(
    z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, 'must be whsec_ and at least 24 random bytes in base64')
      .nullable(),
  ),
  WEBHOOK_ALLOW_PRIVATE: flag,
});

type Environment = z.infer<typeof environment>;

/**
 * Reads settings from `env` (usually `process.env`).
 * @throws ConfigError naming every setting that is wrong and what would be right.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const blankless = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(blankless);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path[0]?.toString()} ${issue.message}`,
    );
    throw new ConfigError(problems.join('\n'));
  }
  return Object.freeze(toConfig(parsed.data));
}

function toConfig(env: Environment): Config {
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
  return {
    production: env.NODE_ENV === 'production',
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    allowedOrigins: [new URL(publicUrl).origin, ...env.ALLOWED_ORIGINS],
    trustedProxies: env.TRUSTED_PROXIES,
    contentDirectory: path.resolve(env.CONTENT_DIR),
    contentWritable: env.CONTENT_WRITABLE,
    dataDirectory: path.resolve(env.DATA_DIR),
    searchDirectory: path.resolve(env.SEARCH_DIR ?? env.DATA_DIR),
    keyFile: path.resolve(env.KEY_FILE ?? path.join(env.DATA_DIR, 'vault-key')),
    erasedFile: path.resolve(`${env.KEY_FILE ?? path.join(env.DATA_DIR, 'vault-key')}.erased`),
    databaseUrl: env.DATABASE_URL,
    retention: {
      transcripts: env.RETENTION_TRANSCRIPTS_DAYS,
      bookings: env.RETENTION_BOOKINGS_DAYS,
      audit: env.RETENTION_AUDIT_DAYS,
    },
    tokenMinutes: env.TOKEN_MINUTES,
    signedOnly: env.SIGNED_ONLY,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
    staff: staffOf(env),
    microsoft: microsoftOf(env),
    allowLocalEmulator: env.ALLOW_LOCAL_EMULATOR,
    email: emailOf(env),
    webhook: webhookOf(env),
  };
}

function staffOf(env: Environment): StaffConfig {
  return {
    idle: env.STAFF_IDLE_MINUTES * 60_000,
    longest: env.STAFF_SESSION_HOURS * 3_600_000,
    codeRule: env.STAFF_CODES,
    provider: providerOf(env),
  };
}

function providerOf(env: Environment): StaffConfig['provider'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === null && clientId === null && clientSecret === null) return null;
  if (issuer === null || clientId === null || clientSecret === null) {
    throw new ConfigError(
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: give all three or none',
    );
  }
  return { issuer, clientId, clientSecret, label: env.OIDC_LABEL };
}

/** Half a set of credentials is a mistake, and must not open an endpoint without them. */
function microsoftOf(env: Environment): MicrosoftCredentials | null {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: appPassword } = env;
  if (appId === null && appPassword === null) return null;
  if (appId === null || appPassword === null) {
    throw new ConfigError(
      'MicrosoftAppId and MicrosoftAppPassword go together: give both or neither',
    );
  }
  if (env.MicrosoftAppType === 'SingleTenant' && env.MicrosoftAppTenantId === null) {
    throw new ConfigError('MicrosoftAppTenantId is needed when MicrosoftAppType is SingleTenant');
  }
  return { appId, appPassword, appType: env.MicrosoftAppType, tenantId: env.MicrosoftAppTenantId };
}

function emailOf(env: Environment): Config['email'] {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, MAIL_TO: to } = env;
  if (smtpUrl === null && from === null && to === null) return null;
  if (smtpUrl === null || from === null || to === null) {
    throw new ConfigError('SMTP_URL, MAIL_FROM and MAIL_TO go together: give all three or none');
  }
  return { smtpUrl, from, to };
}

function webhookOf(env: Environment): Config['webhook'] {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = env;
  if (url === null && secret === null) return null;
  if (url === null || secret === null) {
    throw new ConfigError('WEBHOOK_URL and WEBHOOK_SECRET go together: give both or neither');
  }
  return { url, secret, allowPrivate: env.WEBHOOK_ALLOW_PRIVATE };
}

/** Plain http only to this machine, for trying it out. */
function isSafeIssuer(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|127\.0\.0\.1)$/.test(hostname);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
