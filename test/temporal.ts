import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { IllegalStateError } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import { beats } from '../activities/beat';
import { addSearchAttributes } from '../bin/parts/search-attributes';
import { workflowBundle } from '../bin/parts/workflow-bundle';
import { dataConverter } from '../codec/data-converter';

/** The key of all tests, and of the encrypted histories under `test/replay`. */
export const TEST_CODEC_KEYS = ['the key that only tests of Tenure use'];
export const testConverter = dataConverter(TEST_CODEC_KEYS, { strict: true });

export interface TestTemporal {
  readonly client: Client;
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  readonly namespace: string;
  /** Lets time pass: skipped on the time-skipping server, really waited for on the dev server. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Its clock, which is ahead of ours where waiting is skipped. */
  readonly now: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A Temporal that skips over waiting: months take milliseconds. Its clock is global, so one per test file. */
export async function timeSkipping(): Promise<TestTemporal> {
  quietRuntime();
  const path = setting('TENURE_TEST_SERVER');
  const env = await started(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      client: { dataConverter: testConverter },
    }),
  );
  await addSearchAttributes(env.connection, 'default');
  return {
    client: env.client,
    connection: env.connection,
    nativeConnection: env.nativeConnection,
    namespace: 'default',
    sleep: (ms) => sleepIn(env, ms),
    now: () => env.currentTimeMs(),
    close: () => env.teardown(),
  };
}

/** A dev server of its own on which runs are told to hand over after so many events. */
export async function handingOverAfter(events: number): Promise<TestTemporal> {
  quietRuntime();
  const path = setting('TENURE_TEST_TEMPORAL_CLI');
  const limit = `limit.historyCount.suggestContinueAsNew=${events}`;
  const env = await started(() =>
    TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'existing-path', path }, extraArgs: ['--dynamic-config-value', limit] },
      client: { dataConverter: testConverter },
    }),
  );
  await addSearchAttributes(env.connection, 'default');
  return {
    client: env.client,
    connection: env.connection,
    nativeConnection: env.nativeConnection,
    namespace: 'default',
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Promise.resolve(Date.now()),
    close: () => env.teardown(),
  };
}

/** The SDK gives a server five seconds to start, which is not enough while a machine is busy with other things. */
async function started<T>(start: () => Promise<T>, left = 5): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (left === 0 || !String(error).includes('did not start within')) throw error;
    return started(start, left - 1);
  }
}

const MONTH_MS = 30 * 86_400_000;

/**
 * A month at a time: a call that takes longer than a minute is cut off by the server for its pings and tried again, and then
 * its clock runs on while work is being done.
 */
async function sleepIn(env: TestWorkflowEnvironment, ms: number): Promise<void> {
  const end = (await env.currentTimeMs()) + ms;
  for (let now = end - ms; now < end; now = await env.currentTimeMs()) await env.sleep(Math.min(MONTH_MS, end - now));
}

/** The dev server all test files share: real time, lists, schedules. Use task queues of your own (`ownQueue`). */
export async function devServer(): Promise<TestTemporal> {
  quietRuntime();
  const address = setting('TENURE_TEST_TEMPORAL_ADDRESS');
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection, dataConverter: testConverter }),
    connection,
    nativeConnection,
    namespace: 'default',
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Promise.resolve(Date.now()),
    close: async () => {
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** A namespace of its own on the shared dev server: for a whole product, whose queues and schedule have fixed names. */
export async function ownNamespace(): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  const { connection, close } = await devServer();
  const workflowExecutionRetentionPeriod = msToTs('1 day');
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  await close();
  return namespace;
}

export const ownQueue = (): string => `test-${randomUUID()}`;

export type WorkerParts = Pick<WorkerOptions, 'taskQueue'> & Omit<WorkerOptions, 'connection' | 'namespace'>;

/** A worker over the workflows of the product; `activities` are the test's own fakes or the real ones. */
export const testWorker = async (temporal: TestTemporal, options: WorkerParts): Promise<Worker> =>
  Worker.create({
    workflowBundle: await presentBundle(),
    stickyQueueScheduleToStartTimeout: '2s',
    dataConverter: testConverter,
    interceptors: { activity: [beats] },
    // Otherwise a turn that does not replay is tried for ever, and the test waits for it.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
    ...options,
    connection: temporal.nativeConnection,
    namespace: temporal.namespace,
  });

/** One that runs activities alone: it needs no workflows. */
export const activityWorker = (temporal: TestTemporal, options: WorkerParts): Promise<Worker> =>
  Worker.create({
    dataConverter: testConverter,
    ...options,
    connection: temporal.nativeConnection,
    namespace: temporal.namespace,
  });

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflows as they are now, bundled once for all workers of a run of tests. */
export const presentBundle = (): Promise<WorkflowBundle> => (bundle ??= sharedBundle());

/** Whichever file comes first keeps it where the others look. */
async function sharedBundle(): Promise<WorkflowBundle> {
  const folder = process.env['TENURE_TEST_FOLDER'];
  const kept = folder ? join(folder, 'workflows.js') : null;
  if (kept && existsSync(kept)) return { code: readFileSync(kept, 'utf8') };
  const made = withoutMap(codeOf(await workflowBundle()));
  if (kept) {
    writeFileSync(`${kept}.${process.pid}`, made.code);
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return made;
}

function codeOf(made: WorkflowBundle): { readonly code: string } {
  if (!('code' in made)) throw new Error('the bundle is a file');
  return made;
}

const NO_MAP = Buffer.from('{"version":3,"file":"workflow-bundle.js","sources":[],"names":[],"mappings":""}').toString(
  'base64',
);

/** Where its lines came from is more than half of a bundle, and every worker would read it. */
const withoutMap = ({ code }: { readonly code: string }): { readonly code: string } => ({
  code: code.replace(
    /\/\/# sourceMappingURL=data:[^\n]*\s*$/,
    `//# sourceMappingURL=data:application/json;base64,${NO_MAP}`,
  ),
});

/** Runs workers while the test works; they have ended when it returns, whatever happened. */
export async function withWorkers<T>(workers: readonly Worker[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = workers;
  return first ? first.runUntil(() => withWorkers(others, work)) : work();
}

/** Failures that a test provokes are not news. The runtime is the process's, and an earlier file may have installed it. */
function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`npm test\`, or see the header of bin/test.ts`);
  return value;
}
