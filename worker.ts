import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { createActivities } from './activities';
import { beats } from './activities/beat';
import { courierActivities } from './activities/courier';
import type { MailCourierParts } from './activities/courier/mail-courier';
import { createMailer } from './activities/mailer';
import { ensureDateKeeper, wakeForNewRules } from './activities/wake-date-keeper';
import { migrationActivities } from './activities/migration';
import { Bucket } from './activities/migration/pace';
import { runProgram } from './bin/parts/failure';
import { dataConverterOf } from './codec/data-converter';
import { loadConfig, type ReadyConfig, requireParts } from './config';
import { folderStore } from './db/documents/folder';
import { openDatabase } from './db/knex';
import { createSealer } from './db/sealed';
import { keepLeagueLines } from './db/stores/league-lines';
import { keepMissingScores } from './db/stores/rolling-scores';
import { localDate } from './domain/calendar/zone';
import { replayRunning } from './bin/parts/replay-running';
import { startTracing, type Tracing } from './bin/parts/tracing';
import { versioning } from './bin/parts/versioning';
import { workflowBundle } from './bin/parts/workflow-bundle';
import { ensureSchedules } from './bin/parts/schedules';
import { connectTemporal } from './bin/parts/temporal-connection';
import { refuseWeakSettings } from './bin/parts/weak-settings';
import { installRuntime } from './bin/parts/worker-runtime';

// Short in workflows only, where each promise has one: see the flags of `bin/parts/product.ts`.
Error.stackTraceLimit = 10;

const GRACE = '15s';
const LOOK_MS = 60_000;
const LOOK_AT_LEAGUES_MS = 10_000;

runProgram(async () => {
  // From the beginning: whoever is asked to end while it starts must hear of it, and begin nothing that has no end.
  const stopping = stopSignal();
  const config = requireParts(refuseWeakSettings(loadConfig()));
  const isVerifying = process.argv[2] === 'verify';
  // Beside a worker, whose address it would take.
  installRuntime(isVerifying ? { ...config, workerMetrics: undefined } : config);
  const connection = await NativeConnection.connect({ ...nativeSettings(), address: config.temporal.address });
  const db = openDatabase(config.databaseUrl, config.databasePool);
  const mailer = createMailer(config.smtpUrl, config.mailFrom);
  const tracing = await startTracing(config.tracing, 'worker');
  try {
    const bundle = await workflowBundle();
    if (isVerifying) return await verify(config, bundle);
    if (stopping.aborted) return;
    await schedules(config);
    const parts = { connection, db, mailer, tracing, workflowBundle: bundle, stopping };
    const workers = await createWorkers(config, parts);
    const running = workers.map((worker) => worker.run());
    await Promise.all([
      ...running,
      keepScores(config, parts),
      keepLeagues(config, parts),
      keepDateKeeper(config, parts),
    ]);
  } finally {
    mailer.close();
    await db.destroy();
    await connection.close();
    await tracing.stop();
  }
});

interface Parts {
  readonly connection: NativeConnection;
  readonly db: ReturnType<typeof openDatabase>;
  readonly mailer: ReturnType<typeof createMailer>;
  readonly tracing: Tracing;
  readonly workflowBundle: WorkflowBundle;
  readonly stopping: AbortSignal;
}

/** One worker per task queue, so that a slow mail server or a long copy keeps no decision waiting. */
function createWorkers(
  config: ReadyConfig,
  { connection, db, mailer, tracing, workflowBundle, stopping }: Parts,
): Promise<Worker[]> {
  const { secrets, publicUrl, mailFrom, exitAllow, exitBytesPerSecond } = config;
  const documents = folderStore(config.documents.folder);
  const main = createActivities({ db, mailer, documents, secrets, publicUrl, mailFrom });
  const road = { reach: config.outgoing };
  const bandwidth = exitBytesPerSecond === undefined ? undefined : new Bucket(exitBytesPerSecond);
  const moving = migrationActivities({ db, exitAllow, secrets, environment: process.env, road, bandwidth });
  const sealer = createSealer(secrets);
  const clock = (): number => Date.now();
  const mails: MailCourierParts = { db, sendMail: (order) => main.sendMail(order), clock };
  const courier = courierActivities({ db, sealer, road, publicUrl, clock }, mails, stopping);
  const { interceptors: traced } = tracing.workerOptions;
  const common = {
    ...versioning(config.releases, workflowBundle),
    interceptors: { ...traced, activity: [beats, ...(traced?.activity ?? [])] },
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverterOf(config),
    shutdownGraceTime: GRACE,
    // After a kill its workflows wait this long for the worker that held them, not the default of ten seconds.
    stickyQueueScheduleToStartTimeout: '2s',
  };
  // Mails are activities of stories elsewhere: nothing of a story runs on their queue.
  const options = {
    tenure: { workflowBundle, activities: main, maxCachedWorkflows: 500 },
    'tenure-mail': { activities: { ...main, ...courier }, maxConcurrentActivityTaskExecutions: 10 },
    'tenure-migration': { workflowBundle, activities: moving, maxConcurrentActivityTaskExecutions: 4 },
  };
  return Promise.all(
    config.workerQueues.map((taskQueue) => Worker.create({ ...common, ...options[taskQueue], taskQueue })),
  );
}

/** Beside the work: until all scores are kept, readers compute those that are missing. */
async function keepScores({ workerQueues }: ReadyConfig, { db, stopping }: Parts): Promise<void> {
  if (!workerQueues.includes('tenure')) return;
  try {
    await keepMissingScores(db, stopping);
  } catch (error) {
    Runtime.instance().logger.warn('Rolling scores are kept at the next start', { error });
  }
}

/** Beside the work: what vendors score in each category is kept soon after anything of it has changed. */
async function keepLeagues({ workerQueues }: ReadyConfig, { db, stopping }: Parts): Promise<void> {
  if (!workerQueues.includes('tenure')) return;
  while (!stopping.aborted) {
    await keepLeagueLines(db, localDate('UTC', Date.now()), stopping).catch((error: unknown) => {
      Runtime.instance().logger.warn('Lines of leagues are kept at the next look', { error });
    });
    await sleep(LOOK_AT_LEAGUES_MS, undefined, { ref: false, signal: stopping }).catch(() => undefined);
  }
}

/** The dates of all engagements hang on one workflow: where somebody has ended it, it begins anew within a minute. */
async function keepDateKeeper(config: ReadyConfig, { connection, db, stopping }: Parts): Promise<void> {
  if (!config.workerQueues.includes('tenure')) return;
  const { namespace } = config.temporal;
  const client = new Client({ connection, namespace, dataConverter: dataConverterOf(config) });
  const keep = async (): Promise<void> => {
    await ensureDateKeeper(client, 'tenure');
    await wakeForNewRules(db, client, 'tenure');
  };
  while (!stopping.aborted) {
    await keep().catch((error: unknown) => {
      Runtime.instance().logger.warn('Whether the date keeper runs is not known', { error });
    });
    await sleep(LOOK_MS, undefined, { ref: false, signal: stopping }).catch(() => undefined);
  }
}

/** Work without an end is told to stop, because the grace of a worker waits for everything that runs. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

/** Takes no work: tells whether what runs on the server would go on with the workflows of this release. */
async function verify(config: ReadyConfig, bundle: WorkflowBundle): Promise<void> {
  const { address, namespace } = config.temporal;
  const connection = await connectTemporal(address, 10_000);
  try {
    const client = new Client({ connection, namespace, dataConverter: dataConverterOf(config) });
    const { replayed, refused } = await replayRunning(client, bundle);
    for (const { workflowId, reason } of refused) console.error(`✘ ${workflowId}: ${reason}`);
    console.log(`${replayed} histories replayed, ${refused.length} refused`);
    if (refused.length > 0) process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

async function schedules(config: ReadyConfig): Promise<void> {
  const { address, namespace } = config.temporal;
  const connection = await connectTemporal(address, 10_000);
  try {
    await ensureSchedules(new Client({ connection, namespace, dataConverter: dataConverterOf(config) }));
  } finally {
    await connection.close();
  }
}

/** TLS and API key of an outside Temporal, from the SDK's own settings. */
function nativeSettings(): Parameters<typeof NativeConnection.connect>[0] {
  const { tls, apiKey } = loadClientConnectConfig().connectionOptions;
  return { ...(tls !== undefined && { tls }), ...(typeof apiKey === 'string' && { apiKey }) };
}
