import { z } from 'zod';
import { RequestView, TaskAction, TaskView } from '../domain/approval/request-schema';
import { type DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { noRepeats, Uuid } from '../domain/shapes';
import type { Session } from '../db/stores/sessions';
import { type Problem, problemOf, toDomainError } from './problems';
import { actOnTask } from './requests';
import type { Services } from './services';

/** Acts on several tasks at once; none of them waits for, or fails with, another. */
export const BulkAction = z.strictObject({
  items: z
    .array(TaskAction.extend({ taskId: Uuid }))
    .min(1)
    .max(100)
    .superRefine(noRepeats('taskId')),
});
export type BulkAction = Readonly<z.infer<typeof BulkAction>>;

export const BulkAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      taskId: Uuid,
      /** What a single action on this task would have answered. */
      status: z.int(),
      task: TaskView.optional(),
      request: RequestView.optional(),
      problem: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
    }),
  ),
});

export interface BulkResult {
  readonly taskId: string;
  readonly status: number;
  readonly task?: TaskView;
  readonly request?: RequestView;
  readonly problem?: Problem;
}

export interface BulkDoing {
  readonly actor: Person;
  readonly channel: 'api' | 'page';
  readonly session: Session | null;
  readonly body: BulkAction;
  /** The same for every repetition of the call; so each item has one effect however often it is tried. */
  readonly id: string;
  readonly requestId: string;
  readonly now: number;
}

type Deps = Pick<Services, 'db' | 'gateway' | 'log' | 'config'>;

/** Each decision is a round trip through the process engine; so many at a time leave room for other people. */
const AT_ONCE = 5;

/** Carries out each item by the same call as a single action, and answers for each of them. */
export async function actOnTasks(deps: Deps, doing: BulkDoing): Promise<readonly BulkResult[]> {
  const results: BulkResult[] = [];
  const waiting = doing.body.items.map((item, index) => ({ item, index }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next.index] = await actOnOne(deps, doing, next.item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function actOnOne(deps: Deps, doing: BulkDoing, item: BulkAction['items'][number]): Promise<BulkResult> {
  const { taskId, ...action } = item;
  const { actor, channel, session, now } = doing;
  const body = { ...action, decisionId: action.decisionId ?? `${doing.id}-${taskId}` };
  try {
    return { taskId, status: 200, ...(await actOnTask(deps, { actor, channel, session, taskId, body, now })) };
  } catch (error) {
    const refusal: DomainError = toDomainError(error);
    if (refusal.code === 'INTERNAL') deps.log.error({ err: error, taskId, requestId: doing.requestId }, 'item failed');
    const problem = problemOf(refusal, doing.requestId);
    return { taskId, status: problem.status, problem };
  }
}
