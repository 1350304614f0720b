import { join } from 'node:path';
import type { Config } from '../../config';
import { createFirstAdministrator, shipCalendars } from '../../db/bootstrap';
import { openDatabase } from '../../db/knex';
import { migrate } from '../../db/migrate';
import { SECRET_SETTINGS } from '../../secret-files';
import { sentenceOf, StartFailure } from './failure';
import { answersOk, localAddress, nodePart } from './node-part';
import type { Part } from './part';
import type { Platform } from './platform';
import type { Programs } from './programs';
import type { Secrets } from './secrets';

/** Brings schema and calendars up to date; says whether the first administrator was made now. */
export async function prepareDatabase(url: string, adminToken: string): Promise<boolean> {
  try {
    await migrate(url);
  } catch (error) {
    throw new StartFailure(`The database schema could not be brought up to date: ${sentenceOf(error)}`);
  }
  const db = openDatabase(url, 1);
  try {
    await shipCalendars(db, Date.now());
    return await createFirstAdministrator(db, adminToken, Date.now());
  } finally {
    await db.destroy();
  }
}

/**
 * Each of its threads would keep 32 MB for young objects, far more than a worker that mostly waits has of them; and garbage would
 * be let grow to twice of what is in use before it is looked for. The SDK notes a stack for each promise of a workflow, for the
 * `__stack_trace` of Temporal's UI: three lines of it say where a workflow waits.
 */
const WORKER_FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=40', '--stack-trace-limit=3'];

/** The embedded UI reads payloads too. */
function temporalUi({ temporalUi: named }: Config, { temporalUi: embedded }: Platform): Record<string, string> {
  const ui = named ?? embedded;
  return ui ? { TENURE_TEMPORAL_UI: ui } : {};
}

/** What the files of secrets hold is handed on itself. */
const WITHOUT_FILES = Object.fromEntries(SECRET_SETTINGS.map((name) => [`${name}_FILE`, '']));

interface Making {
  readonly secrets: Secrets;
  readonly programs: Programs;
  /** Of these processes alone, beside those of the configuration. */
  readonly settings?: Readonly<Record<string, string>>;
  /** By which they and their logs are known. */
  readonly names?: { readonly api: string; readonly worker: string };
}

const NAMES = { api: 'api', worker: 'worker' };

/** API and worker as parts; the worker counts as ready when the API sees all it needs. */
export function productParts(
  config: Config,
  platform: Platform,
  { secrets, programs, settings = {}, names = NAMES }: Making,
): { readonly api: Part; readonly worker: Part } {
  const { dataDir } = config;
  const env = {
    DATABASE_URL: platform.databaseUrl,
    TEMPORAL_ADDRESS: platform.temporalAddress,
    TEMPORAL_NAMESPACE: config.temporal.namespace,
    SMTP_URL: platform.smtpUrl,
    ...temporalUi(config, platform),
    TENURE_SECRET: (config.secrets ?? [secrets.root]).join(','),
    TENURE_CODEC_KEYS: (config.codec.keys ?? [secrets.codec]).join(','),
    TENURE_ADMIN_TOKEN: config.adminToken ?? secrets.adminToken,
    TENURE_DATA_DIR: dataDir,
    ...WITHOUT_FILES,
    // Where nothing is configured, exits may use a folder of the data directory; the demo does.
    TENURE_EXIT_ALLOW: (config.exitAllow.length > 0 ? config.exitAllow : [join(dataDir, 'exit')]).join(','),
    PORT: String(config.port),
    PUBLIC_URL: config.publicUrl,
    // glibc keeps freed memory for each of the many threads of a worker, which mostly wait: one pool is enough.
    MALLOC_ARENA_MAX: '1',
    ...settings,
  };
  const isReady = (path: string) => () => answersOk(`${localAddress(config)}${path}`);
  return {
    api: nodePart({ name: names.api, program: 'bin/api', programs, env, dataDir, isReady: isReady('/healthz') }),
    worker: nodePart({
      name: names.worker,
      program: 'worker',
      programs,
      flags: WORKER_FLAGS,
      env,
      dataDir,
      isReady: isReady('/readyz'),
    }),
  };
}
