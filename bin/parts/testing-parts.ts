import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPostgres } from './postgres';
import { freePort } from './ports';
import type { Report } from './progress';
import { commandLine } from './processes';
import { endLeftovers } from './run-files';
import { ensureSecrets } from './secrets';
import { createSupervisor, type Supervisor } from './supervise';
import { embeddedTemporal } from './temporal';
import { findTemporalCli } from './temporal-cli';
import { findTestServer } from './time-skipping';

export interface TestingParts {
  /** What tests read: where the parts are. */
  readonly env: Readonly<Record<string, string>>;
  readonly processOf: (part: 'postgres' | 'temporal') => number | undefined;
  readonly stop: () => Promise<void>;
}

export interface TestingOptions {
  /** PostgreSQL flushes what it was told, as a product's does; tests need not wait for that. */
  readonly durable?: boolean;
}

const PREFIX = 'tenure-test-';

/** Starts what integration tests need, in a directory of its own that is gone afterwards. */
export async function startTestingParts(report: Report, options: TestingOptions = {}): Promise<TestingParts> {
  await clearAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const supervisor = createSupervisor({ dataDir, say: report });
  const stop = async (): Promise<void> => {
    await supervisor.stopAll();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const env = await startAll({ dataDir, supervisor, report, ...options });
    return { env, processOf: supervisor.processOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Starting extends TestingOptions {
  readonly dataDir: string;
  readonly supervisor: Supervisor;
  readonly report: Report;
}

async function startAll({ dataDir, supervisor, report, durable = false }: Starting): Promise<Record<string, string>> {
  // PostgreSQL may run under another account and must get to its folder; what is private in here is so by itself.
  chmodSync(dataDir, 0o711);
  const secrets = ensureSecrets(dataDir);
  report('starting PostgreSQL');
  const postgres = await embeddedPostgres({ dataDir, secrets, durable, port: await freePort() });
  await supervisor.start(postgres.part);
  const cli = await findTemporalCli({ env: process.env, report });
  report('starting Temporal');
  const temporal = await embeddedTemporal({
    dataDir,
    cli,
    namespace: 'default',
    port: await freePort(),
    uiPort: await freePort(),
  });
  await supervisor.start(temporal.part);
  return {
    TENURE_TEST_DATABASE_URL: postgres.url,
    TENURE_TEST_DATABASE_OWNER_URL: postgres.ownerUrl,
    TENURE_TEST_TEMPORAL_ADDRESS: temporal.address,
    TENURE_TEST_TEMPORAL_CLI: cli,
    TENURE_TEST_SERVER: await findTestServer({ env: process.env, report }),
  };
}

/** What a test run that was killed left behind. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (/bin\/test|bench\//.test(commandLine(pid))) continue;
    await endLeftovers(join(tmpdir(), name));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
