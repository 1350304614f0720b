import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Reach } from './domain/events/address';
import { CallerEnv, type CallerSettings, callersOf } from './caller-config';
import { ConfigError } from './config-error';
import type { OidcSettings, PasswordRule } from './domain/people/oidc-settings';
import { type SessionRules, sessionRules } from './domain/people/session-rules';
import { MetricsEnv, metricsOf, type MetricsSettings } from './metrics-config';
import { list, OidcEnv, oidcOf } from './oidc-config';
import { ScannerEnv, scannerOf, type ScannerPlace } from './scanner-config';
import { secretFiles } from './secret-files';
import { certificateOf, type ServingCertificate, ServingEnv } from './serving-config';
import { type Telemetry, TelemetryEnv, telemetryOf } from './telemetry-config';

export { ConfigError };

const url = (protocols: readonly string[]) =>
  z
    .url()
    .refine(
      (text) => protocols.some((p) => text.startsWith(`${p}://`)),
      `must start with ${protocols.join(':// or ')}://`,
    );
const keys = list.pipe(z.array(z.string().min(32, 'each key needs 32 characters or more')).min(1));

/** Every setting with its default; the one reader of the process environment. Empty values count as absent. */
const Env = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: url(['http', 'https']).optional(),
  TENURE_TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:/\s]+:\d+$/, 'must be host:port')
    .optional(),
  TENURE_TEMPORAL_UI: url(['http', 'https']).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  SMTP_URL: url(['smtp', 'smtps']).optional(),
  TENURE_INBOX_URL: url(['http', 'https']).optional(),
  MAIL_FROM: z.string().default('Tenure <tenure@localhost>'),
  TENURE_DATA_DIR: z.string().default('.tenure'),
  TENURE_SECRET: keys.optional(),
  TENURE_CODEC_KEYS: keys.optional(),
  TENURE_CODEC_PLAIN: z.enum(['accept', 'refuse']).optional(),
  TENURE_ADMIN_TOKEN: z.string().min(16).max(200).optional(),
  TENURE_SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(1_440).default(30),
  TENURE_SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  TENURE_STEP_UP_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
  ...OidcEnv,
  ...CallerEnv,
  ...TelemetryEnv,
  ...MetricsEnv,
  ...ScannerEnv,
  ...ServingEnv,
  TENURE_DOCUMENT_DIR: z.string().optional(),
  TENURE_DOCUMENT_MAX_MB: z.coerce.number().int().min(1).max(2_000).default(50),
  TENURE_ENGAGEMENT_FILES_MB: z.coerce.number().int().min(1).max(1_000_000).default(2_048),
  TENURE_EXIT_ALLOW: list.default([]),
  TENURE_EXIT_MAX_BYTES_PER_SECOND: z.coerce.number().int().min(1_024).optional(),
  TENURE_OUTGOING_ALLOW: list.default([]),
  TENURE_WORKER_QUEUES: list
    .pipe(z.array(z.enum(['tenure', 'tenure-mail', 'tenure-migration'])))
    .default(['tenure', 'tenure-mail', 'tenure-migration']),
  TENURE_DEPLOYMENT: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be letters, digits, - and _')
    .optional(),
  TENURE_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be letters, digits, ., - and _')
    .optional(),
  TENURE_HOLD_CHANGES: list.default([]),
  TENURE_BACKUP_KEY: z.string().min(32, 'needs 32 characters or more').optional(),
  TENURE_TOKEN: z.string().optional(),
});

export interface Config extends Telemetry, MetricsSettings, CallerSettings {
  readonly production: boolean;
  readonly port: number;
  readonly host: string | undefined;
  /** With which the API itself speaks TLS. */
  readonly certificate: ServingCertificate | undefined;
  readonly publicUrl: string;
  /** How many proxies stand before the API and tell for whom they ask. */
  readonly trustProxy: number;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly temporal: { readonly address: string | undefined; readonly namespace: string };
  /** Origin of the Temporal UI whose pages may have payloads decrypted. */
  readonly temporalUi: string | undefined;
  readonly smtpUrl: string | undefined;
  /** Web inbox of the mail catcher that `smtpUrl` names, where it names one: the demo reads its mails there. */
  readonly inboxUrl: string | undefined;
  readonly mailFrom: string;
  /** Absolute path of embedded data, caches and generated secrets. */
  readonly dataDir: string;
  /** Root keys, newest first: the first one signs, all of them verify. */
  readonly secrets: readonly string[] | undefined;
  /** Keys of what Temporal stores, newest first: the first one writes, all of them read. `strict` refuses what is not encrypted. */
  readonly codec: { readonly keys: readonly string[] | undefined; readonly strict: boolean };
  readonly documents: DocumentSettings;
  readonly adminToken: string | undefined;
  /** How long somebody stays signed in, and how lately they must have shown who they are for what is grave. */
  readonly session: SessionRules;
  /** The organisation's own sign-in, where it has one; who signs in with a password besides. */
  readonly oidc: OidcSettings | undefined;
  readonly passwords: PasswordRule;
  /** Places that exit datasets may name (`domain/exit/allowlist.ts`). */
  readonly exitAllow: readonly string[];
  /** Limit that the migrations of one worker share. */
  readonly exitBytesPerSecond: number | undefined;
  /** Where webhooks, chat groups and servers of an exit may be, and what of it need not be public. */
  readonly outgoing: Reach;
  readonly workerQueues: readonly ('tenure' | 'tenure-mail' | 'tenure-migration')[];
  readonly releases: ReleaseSettings;
  /** API token with which commands of this machine ask the product. */
  readonly token: string | undefined;
  /** Key of the files that `npm run backup` writes. */
  readonly backupKey: string | undefined;
}

export interface DocumentSettings {
  /** Folder of uploaded documents, shared by all API and worker processes. */
  readonly folder: string;
  /** Bytes that one document may have, and all files of an engagement together. */
  readonly limit: number;
  readonly quota: number;
  /** Who looks through every file before it is kept. */
  readonly scanner: ScannerPlace | undefined;
}

export interface ReleaseSettings {
  /** Name under which several releases run side by side; absent where one runs alone. */
  readonly deployment: string | undefined;
  /** Name of this release, where it is not made from its workflows. */
  readonly buildId: string | undefined;
  /** Marked changes of workflows that no process takes yet, so that the release before can carry all of them on. */
  readonly heldChanges: readonly string[];
}

const documentsOf = (value: z.infer<typeof Env>): DocumentSettings => ({
  folder: resolve(value.TENURE_DOCUMENT_DIR ?? join(value.TENURE_DATA_DIR, 'documents')),
  limit: value.TENURE_DOCUMENT_MAX_MB * 1_048_576,
  quota: value.TENURE_ENGAGEMENT_FILES_MB * 1_048_576,
  scanner: scannerOf(value),
});

/** Reads `.env` beside the caller (values already in the environment win) and parses all settings. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, envFile = '.env'): Config {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const given = Object.fromEntries(Object.entries({ ...file, ...env }).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse({ ...given, ...secretFiles(given) });
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '));
  const value = parsed.data;
  const production = value.NODE_ENV === 'production';
  return {
    production,
    port: value.PORT,
    host: value.HOST,
    certificate: certificateOf(value),
    publicUrl: (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    trustProxy: value.TENURE_TRUST_PROXY,
    databaseUrl: value.DATABASE_URL,
    databasePool: value.DATABASE_POOL,
    temporal: { address: value.TEMPORAL_ADDRESS, namespace: value.TEMPORAL_NAMESPACE },
    temporalUi: value.TENURE_TEMPORAL_UI && new URL(value.TENURE_TEMPORAL_UI).origin,
    smtpUrl: value.SMTP_URL,
    inboxUrl: value.TENURE_INBOX_URL?.replace(/\/+$/, ''),
    mailFrom: value.MAIL_FROM,
    dataDir: resolve(value.TENURE_DATA_DIR),
    secrets: value.TENURE_SECRET,
    codec: codecOf(value),
    documents: documentsOf(value),
    adminToken: value.TENURE_ADMIN_TOKEN,
    session: sessionOf(value),
    ...oidcOf(value),
    exitAllow: value.TENURE_EXIT_ALLOW,
    exitBytesPerSecond: value.TENURE_EXIT_MAX_BYTES_PER_SECOND,
    outgoing: { allow: value.TENURE_OUTGOING_ALLOW, tlsOnly: production },
    workerQueues: value.TENURE_WORKER_QUEUES,
    releases: releasesOf(value),
    ...keysOf(value),
    ...telemetryOf(value),
  };
}

/** In production nothing is read that was not encrypted, unless a setting says otherwise. */
const codecOf = ({
  TENURE_CODEC_KEYS: keys,
  TENURE_CODEC_PLAIN: plain,
  NODE_ENV,
}: z.infer<typeof Env>): Config['codec'] => ({
  keys,
  strict: plain === undefined ? NODE_ENV === 'production' : plain === 'refuse',
});

const keysOf = (
  value: z.infer<typeof Env>,
): Pick<Config, keyof CallerSettings | keyof MetricsSettings | 'token' | 'backupKey'> => ({
  ...metricsOf(value),
  ...callersOf(value),
  token: value.TENURE_TOKEN,
  backupKey: value.TENURE_BACKUP_KEY,
});

const releasesOf = (value: z.infer<typeof Env>): ReleaseSettings => ({
  deployment: value.TENURE_DEPLOYMENT,
  buildId: value.TENURE_BUILD_ID,
  heldChanges: value.TENURE_HOLD_CHANGES,
});

const sessionOf = (value: z.infer<typeof Env>): SessionRules =>
  sessionRules({
    idleMinutes: value.TENURE_SESSION_IDLE_MINUTES,
    lifeHours: value.TENURE_SESSION_HOURS,
    freshMinutes: value.TENURE_STEP_UP_MINUTES,
  });

type Part = 'databaseUrl' | 'smtpUrl' | 'secrets';
export type ReadyConfig = Config & { readonly [K in Part]: NonNullable<Config[K]> } & {
  readonly temporal: { readonly address: string; readonly namespace: string };
};

/** For `npm run api` and `npm run worker`: the parts must be named, because these processes start none themselves. */
export function requireParts(config: Config): ReadyConfig {
  const { databaseUrl, smtpUrl, secrets, temporal } = config;
  const { address } = temporal;
  if (!databaseUrl || !smtpUrl || !secrets || !address) {
    const missing = Object.entries({
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: address,
      SMTP_URL: smtpUrl,
      TENURE_SECRET: secrets,
    })
      .filter(([, value]) => !value)
      .map(([name]) => name);
    throw new ConfigError(`${missing.join(', ')} must be set (npm start sets them for embedded parts)`);
  }
  return { ...config, databaseUrl, smtpUrl, secrets, temporal: { address, namespace: temporal.namespace } };
}

/** Where generated secrets of the embedded defaults live. */
export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');
