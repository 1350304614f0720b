import {
  ApplicationFailure,
  type Client,
  type Connection,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { type EngineStatus, engineStatus } from './engine-status';
import { DomainError, ERROR_CODES, type ErrorCode, type Issue } from '../domain/errors';

export interface StartOptions {
  readonly workflow: string;
  readonly id: string;
  readonly args: readonly unknown[];
  /** One line that says in Temporal's own UI what this execution is. */
  readonly summary: string;
  readonly taskQueue?: string;
  /** What has ended may begin anew under the same id: a migration that failed, a deletion that was refused. */
  readonly again?: boolean;
}

export interface UpdateOptions {
  readonly id: string;
  readonly update: string;
  readonly arg: unknown;
  /** Business identity of this call: repeated calls with it have one effect and one answer. */
  readonly updateId?: string;
}

/**
 * The one way to Temporal: start, update, signal. Every failure comes back as a `DomainError`. Nothing is queried: the records
 * answer, and a query can move the end of a local activity into another turn (ADR 0029).
 */
export interface Gateway {
  start(options: StartOptions): Promise<void>;
  startAndUpdate<T>(start: StartOptions, update: Omit<UpdateOptions, 'id'>): Promise<T>;
  update<T>(options: UpdateOptions): Promise<T>;
  signal(id: string, signal: string, args: readonly unknown[]): Promise<void>;
  /** Reachable, and somebody polls the task queue. */
  health(): Promise<{ readonly temporal: boolean; readonly worker: boolean }>;
  /** What it says of itself, for people; throws when it does not answer. */
  inspect(): Promise<EngineStatus>;
}

/** How long a caller may wait for a decision to be recorded before it is told to come back. */
const PATIENCE_MS = 10_000;
/** Whoever has no answer by then learns whether there is an engine at all: with an answer to that it is only slow. */
const DOUBT_MS = 3_000;
const PROBE_MS = 1_200;
const POLLER_FRESH_MS = 75_000;
export const TASK_QUEUE = 'tenure';

export function createGateway(client: Client, connection: Connection): Gateway {
  const guarded = <T>(call: () => Promise<T>): Promise<T> =>
    unlessAway(connection, connection.withDeadline(Date.now() + PATIENCE_MS, call)).catch(refuse);
  return {
    start: (options) => guarded(() => start(client, options)),
    startAndUpdate: (options, update) => guarded(() => startAndUpdate(client, options, update)),
    update: ({ id, update, arg, updateId }) =>
      guarded(() =>
        client.workflow.getHandle(id).executeUpdate(update, { args: [arg], ...(updateId && { updateId }) }),
      ),
    signal: (id, signal, args) => guarded(() => client.workflow.getHandle(id).signal(signal, ...args)),
    health: () => health(client, connection),
    inspect: () => engineStatus(client, connection),
  };
}

/** Waits for an answer as long as the engine is there to give it. */
async function unlessAway<T>(connection: Connection, answer: Promise<T>): Promise<T> {
  let doubt: NodeJS.Timeout | undefined;
  const away = new Promise<never>((_resolve, reject) => {
    doubt = setTimeout(() => void probe(connection).catch(reject), DOUBT_MS);
  });
  try {
    return await Promise.race([answer, away]);
  } finally {
    clearTimeout(doubt);
  }
}

const probe = (connection: Connection): Promise<unknown> =>
  connection.withDeadline(Date.now() + PROBE_MS, () => connection.workflowService.getSystemInfo({}));

const startOptions = ({ id, args, summary, taskQueue, again }: StartOptions) => ({
  workflowId: id,
  args: [...args],
  taskQueue: taskQueue ?? TASK_QUEUE,
  staticSummary: summary,
  workflowIdReusePolicy: again ? WorkflowIdReusePolicy.ALLOW_DUPLICATE : WorkflowIdReusePolicy.REJECT_DUPLICATE,
});

async function start(client: Client, options: StartOptions): Promise<void> {
  try {
    await client.workflow.start(options.workflow, startOptions(options));
  } catch (error) {
    // The same business id is the same thing: a repeated start found it running or done.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function startAndUpdate<T>(client: Client, options: StartOptions, update: Omit<UpdateOptions, 'id'>): Promise<T> {
  const { WithStartWorkflowOperation } = await import('@temporalio/client');
  const startWorkflowOperation = new WithStartWorkflowOperation(options.workflow, {
    ...startOptions(options),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  });
  return client.workflow.executeUpdateWithStart(update.update, {
    args: [update.arg],
    ...(update.updateId && { updateId: update.updateId }),
    startWorkflowOperation,
  });
}

async function health(client: Client, connection: Connection): Promise<{ temporal: boolean; worker: boolean }> {
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 3_000, () =>
      connection.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: TASK_QUEUE },
      }),
    );
    const fresh = pollers.some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < POLLER_FRESH_MS,
    );
    return { temporal: true, worker: fresh };
  } catch {
    return { temporal: false, worker: false };
  }
}

function refuse(error: unknown): never {
  const failure = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  if (failure instanceof ApplicationFailure && isErrorCode(failure.type)) {
    throw new DomainError(failure.type, failure.message, issuesOf(failure));
  }
  if (error instanceof WorkflowNotFoundError && isLostUpdate(error)) {
    throw new DomainError(
      'UNAVAILABLE',
      'The process engine has lost sight of what was asked. It may have been done: please ask again, nothing is done twice.',
    );
  }
  if (error instanceof WorkflowNotFoundError) {
    throw new DomainError('STATE_CONFLICT', 'The process has ended, so nothing can be changed any more.');
  }
  if (isGrpcServiceError(error) || error instanceof ServiceError || isDeadline(error)) {
    throw new DomainError(
      'UNAVAILABLE',
      'The process engine or its workers are away. Nothing is lost; please try again.',
    );
  }
  throw error;
}

/**
 * The workflow is there, but the update that was waited for is not: the server keeps one only from its acceptance on, and a
 * failover in between loses it. The client reports it like a workflow that does not exist.
 */
const isLostUpdate = ({ message }: WorkflowNotFoundError): boolean => /^update .*not found/i.test(message.trim());

const isDeadline = (error: unknown): boolean =>
  error instanceof Error && /deadline|timed out|RPC|UNAVAILABLE/i.test(`${error.name} ${error.message}`);

const isErrorCode = (type: string | null | undefined): type is ErrorCode =>
  typeof type === 'string' && Object.hasOwn(ERROR_CODES, type);

function issuesOf({ details }: ApplicationFailure): readonly Issue[] {
  const [issues] = details ?? [];
  return Array.isArray(issues) ? issues.filter(isIssue) : [];
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'path' in value && 'message' in value;
