import { AsyncLocalStorage, type Headers, type WorkflowInterceptors } from '@temporalio/workflow';

/** Header in which the client and activities of a traced process carry the trace. */
const TRACE = '_tracer-data';
/** What happens a year later is no part of the call that led to it. */
const PART_OF_IT_MS = 3_600_000;

interface Carried {
  readonly trace: Headers;
  readonly since: number;
}

const carried = new AsyncLocalStorage<Carried>();

/**
 * Hands the trace of whoever started the workflow, or told it something, on to the activities and workflows that come of it. There is no
 * span of a workflow, which might last for years, and no step more in its course, so that a history goes on whether it was traced or not.
 */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [{ execute: within, handleSignal: within, handleUpdate: within }],
  outbound: [{ scheduleActivity: onward, scheduleLocalActivity: onward, startChildWorkflowExecution: onward }],
});

interface Told {
  readonly headers: Headers;
}

function within<Input extends Told, Result>(input: Input, next: (input: Input) => Result): Result {
  const trace = input.headers[TRACE];
  return trace ? carried.run({ trace: { [TRACE]: trace }, since: Date.now() }, () => next(input)) : next(input);
}

function onward<Input extends Told, Result>(input: Input, next: (input: Input) => Result): Result {
  const told = carried.getStore();
  if (!told || Date.now() - told.since >= PART_OF_IT_MS) return next(input);
  return next({ ...input, headers: { ...input.headers, ...told.trace } });
}
