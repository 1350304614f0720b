import type { Client } from '@temporalio/client';
import { savedState } from '../../db/stores/requests';
import type { ApprovalDesk, RequestDesk } from './approval-desk';

export interface Size {
  readonly steps: number;
  readonly perStep: number;
  readonly comments: number;
}

interface Times {
  readonly status: string;
  readonly comments: number;
  readonly stateBytes: number;
  /** Median of the first and of the last tenth, in milliseconds. */
  readonly firstDecisionMs: number;
  readonly lastDecisionMs: number;
  readonly firstCommentMs: number;
  readonly lastCommentMs: number;
}
interface History {
  readonly runs: number;
  readonly mostEvents: number;
  readonly mostBytes: number;
  readonly largestPayload: number;
}
export type Measured = Times & History;

export interface Large {
  readonly workflowId: string;
  readonly runIds: readonly string[];
  readonly times: Times;
}

/** Opens one request of this size, comments on it, and has every approver approve. */
export async function runLargeRequest(desk: ApprovalDesk, size: Size): Promise<Large> {
  await desk.hire('R');
  const names = Array.from({ length: size.steps * size.perStep }, (_, index) => `P${index}`);
  for (const name of names) await desk.hire(name);
  const request = await desk.open(await desk.policy(stepsOf(desk, names, size)));
  const runIds = [(await request.handle.describe()).runId];
  const commentMs = await timed(size.comments, (n) => comment(request, n));
  const decisionMs = await timed(names.length, (n) => decide(request, names[n] ?? ''));
  const view = await request.view();
  runIds.push((await request.handle.describe()).runId);
  await request.handle.result();
  const state = await savedState(desk.database.db, request.id);
  const times = {
    status: view.status,
    comments: view.comments.length,
    stateBytes: Buffer.byteLength(JSON.stringify(state)),
    firstDecisionMs: median(decisionMs.slice(0, tenth(decisionMs))),
    lastDecisionMs: median(decisionMs.slice(-tenth(decisionMs))),
    firstCommentMs: median(commentMs.slice(0, tenth(commentMs))),
    lastCommentMs: median(commentMs.slice(-tenth(commentMs))),
  };
  return { workflowId: request.handle.workflowId, runIds: [...new Set(runIds)], times };
}

const stepsOf = (desk: ApprovalDesk, names: readonly string[], { steps, perStep }: Size): object[] =>
  Array.from({ length: steps }, (_, index) =>
    desk.step(names.slice(index * perStep, (index + 1) * perStep), { key: `s${index}`, mode: 'all' }),
  );

async function comment(request: RequestDesk, n: number): Promise<void> {
  const words = `Remark ${n}: ${'the price of the second year is not yet clear. '.repeat(8)}`;
  await succeed(request.send('R', { on: 'request', action: 'comment', decisionId: `c${n}`, comment: words }));
}

const decide = (request: RequestDesk, name: string): Promise<void> => succeed(request.act(name, 'approve'));

async function succeed(answer: Promise<string | null>): Promise<void> {
  const code = await answer;
  if (code !== null) throw new Error(`refused: ${code}`);
}

async function timed(times: number, work: (n: number) => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const since = performance.now();
    await work(n);
    taken.push(performance.now() - since);
  }
  return taken;
}

const tenth = (values: readonly number[]): number => Math.max(1, Math.floor(values.length / 10));
const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);

/** Events and bytes of the largest run, and the largest payload of all of them, as Temporal has stored them. */
export async function historyOf(client: Client, { workflowId, runIds }: Large): Promise<History> {
  const sizes: { events: number; bytes: number; payload: number }[] = [];
  for (const runId of runIds) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const [{ events }, described] = [await handle.fetchHistory(), await handle.describe()];
    const payload = Math.max(...(events ?? []).map(largestIn));
    sizes.push({ events: events?.length ?? 0, bytes: described.historySize ?? 0, payload });
  }
  return {
    runs: sizes.length,
    mostEvents: Math.max(...sizes.map(({ events }) => events)),
    mostBytes: Math.max(...sizes.map(({ bytes }) => bytes)),
    largestPayload: Math.max(...sizes.map(({ payload }) => payload)),
  };
}

/** Payloads are the byte arrays of an event. */
function largestIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((most, part) => Math.max(most, largestIn(part)), 0);
}
