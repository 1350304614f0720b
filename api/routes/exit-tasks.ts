import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { DoneBody, ExitTask, WaiveBody } from '../../domain/exit/task-schema';
import { statesOf, type TaskAct, taskAccess, taskObjection } from '../../domain/exit/tasks';
import { Key, Uuid } from '../../domain/shapes';
import { closeReview } from '../../db/stores/exit-reviews';
import { exitMatters } from '../../db/read/exit-matters';
import { askTaskWaiver, endExitTask, exitTasksOf } from '../../db/stores/exit-tasks';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Trx } from '../../db/transaction';
import { editableIn, teamOf } from '../engagement-scope';
import { tellExit } from '../exit-steps';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';

const Params = z.strictObject({ id: Uuid, key: Key });
type Params = z.infer<typeof Params>;
type Deps = Pick<Services, 'db' | 'gateway'>;

/** Tasks of the playbook: done by whoever they are given to, or left out by two people. */
export const exitTaskRoutes = (deps: Deps): readonly Route[] => [done(deps), waive(deps), confirmWaiver(deps)];

const done = (deps: Deps): Route =>
  route<Params, unknown, DoneBody>({
    method: 'post',
    path: '/engagements/{id}/exit/tasks/{key}/done',
    summary: 'A task of the exit is done',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: DoneBody,
    answers: { 200: ExitTask },
    handle: async (call) => ok(await recordTaskDone(deps, call)),
  });

/** A task is done; with that of the review the review is closed. */
export function recordTaskDone(deps: Deps, call: Call<Params, unknown, DoneBody>): Promise<ExitTask> {
  const { comment = null } = call.body;
  const end = { state: 'done', comment, by: call.actor.id, now: call.now } as const;
  const write: Write = async (trx, engagement) => {
    await endExitTask(trx, taskId(call.params), end);
    if (call.params.key === 'exit-review')
      await closeReview(trx, engagement, { actorId: call.actor.id, now: call.now });
  };
  return step(deps, call, { act: 'done', type: 'exit.task-done', write });
}

const waive = (deps: Deps): Route =>
  route<Params, unknown, WaiveBody>({
    method: 'post',
    path: '/engagements/{id}/exit/tasks/{key}/waive',
    summary: 'Ask to leave a task out; it counts when a second person has confirmed it',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: WaiveBody,
    answers: { 200: ExitTask },
    handle: async (call) => ok(await recordTaskWaiver(deps, call)),
  });

/** Somebody asks to leave a task out. */
export function recordTaskWaiver(deps: Deps, call: Call<Params, unknown, WaiveBody>): Promise<ExitTask> {
  const asked = { reason: call.body.reason, askedBy: call.actor.id, now: call.now };
  const write: Write = (trx) => askTaskWaiver(trx, taskId(call.params), asked);
  return step(deps, call, { act: 'waive', type: 'exit.task-waiver-asked', write });
}

const confirmWaiver = (deps: Deps): Route =>
  route<Params>({
    method: 'post',
    path: '/engagements/{id}/exit/tasks/{key}/waive/confirm',
    summary: 'Confirm as the second person that a task is left out',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: z.strictObject({}),
    answers: { 200: ExitTask },
    handle: async (call) => ok(await confirmTaskWaiver(deps, call)),
  });

/** The second person agrees that a task is left out. */
export function confirmTaskWaiver(deps: Deps, call: Call<Params, unknown, unknown>): Promise<ExitTask> {
  const end = { state: 'waived', comment: null, by: call.actor.id, now: call.now } as const;
  const write: Write = (trx) => endExitTask(trx, taskId(call.params), end);
  return step(deps, call, { act: 'confirm-waiver', type: 'exit.task-waived', write });
}

const taskId = ({ id, key }: Params) => ({ engagementId: id, key });

type Write = (trx: Trx, engagement: EngagementRow) => Promise<void>;

interface Step {
  readonly act: TaskAct;
  readonly type: string;
  readonly write: Write;
}

/**
 * Takes a task one step further, with the engagement held: of two people at once the second meets what the first did. The
 * last task that ends may close the engagement.
 */
async function step(
  { db, gateway }: Deps,
  call: Call<Params, unknown, unknown>,
  { act, type, write }: Step,
): Promise<ExitTask> {
  const after = await changeRecord(db, call, {
    act: 'read',
    type,
    write: async (trx, engagement) => {
      await checkStep(trx, { call, act, engagement });
      await write(trx, engagement);
      return taskOf(await exitTasksOf(trx, engagement.id), call.params.key);
    },
    payload: ({ key, state, comment, waiver }) => ({
      task: key,
      ...(state === 'done' ? { comment } : { reason: waiver?.reason ?? null }),
    }),
  });
  if (after.state !== 'open') await tellExit({ gateway }, { engagementId: call.params.id });
  return after;
}

async function checkStep(
  trx: Trx,
  { call, act, engagement }: { call: Call<Params, unknown, unknown>; act: TaskAct; engagement: EngagementRow },
): Promise<void> {
  const tasks = await exitTasksOf(trx, engagement.id);
  const task = taskOf(tasks, call.params.key);
  const refusal = taskAccess(act, { person: call.actor, team: teamOf(engagement), task });
  if (refusal) throw DomainError.from(refusal);
  editableIn(engagement, statesOf(task));
  const objection = taskObjection(act, task, { tasks, matters: await exitMatters(trx, engagement.id) });
  if (objection) throw DomainError.from(objection);
}

function taskOf(tasks: readonly ExitTask[], key: string): ExitTask {
  const task = tasks.find((one) => one.key === key);
  if (!task) throw new DomainError('NOT_FOUND', 'The exit has no such task.');
  return task;
}
