import { decisionsFor, mayTakeOver } from '../../domain/approval/possible';
import type { Attempt as Asking } from '../../domain/approval/refusal';
import type { RequestView } from '../../domain/approval/request-schema';
import { DOUBT_ACTIONS, type DoubtAction, type DoubtForm } from '../../templates/request-form-data';
import { chooseColleagues } from './people-choice';
import { pointedAt } from './refused-fields';
import { FRESH } from './request-attempt';
import type { Offering } from './request-offers';
import { namesOf } from './request-view';

/** Reporting a decision as not made by its person, and settling a report, as far as the reader may. */
export async function doubtForms(offering: Offering, asking: Asking): Promise<readonly DoubtForm[]> {
  const offered = DOUBT_ACTIONS.map((action) => ({ action, taskIds: decisionsFor(offering.state, action, asking) }));
  return Promise.all(
    offered.filter(({ taskIds }) => taskIds.length > 0).map((one) => doubtForm(offering, asking, one)),
  );
}

interface Offered {
  readonly action: DoubtAction;
  readonly taskIds: readonly string[];
}

async function doubtForm(offering: Offering, asking: Asking, { action, taskIds }: Offered): Promise<DoubtForm> {
  const { deps, request, state } = offering;
  const open = offering.attempt.requestAction === action;
  const attempt = open ? offering.attempt : FRESH;
  const naming = { many: false, q: attempt.q, chosenIds: attempt.userIds };
  const mayBeNamed = (id: string): boolean =>
    taskIds.some((taskId) => mayTakeOver(state, { taskId, toId: id }, asking));
  return {
    action,
    href: `/requests/${request.id}/actions`,
    open,
    decisions: await decisionsIn(offering, request, { taskIds, chosenId: attempt.taskId }),
    people: action === 'annul' ? await chooseColleagues(deps.db, { ...naming, mayBeNamed }) : null,
    commentRequired: action !== 'report',
    comment: attempt.comment,
    refusal: attempt.refusal,
    faults: attempt.faults,
    ...pointedAt(attempt, [...(action === 'annul' ? ['userIds'] : []), 'comment']),
  };
}

interface Listed {
  readonly taskIds: readonly string[];
  readonly chosenId: string;
}

async function decisionsIn({ deps }: Offering, { steps }: RequestView, { taskIds, chosenId }: Listed) {
  const listed = steps.flatMap(({ title, tasks }) =>
    tasks.filter(({ id }) => taskIds.includes(id)).map((task) => ({ title, task })),
  );
  const nameOf = await namesOf(
    deps.db,
    listed.map(({ task }) => task.assigneeId),
  );
  return listed.map(({ title, task }) => ({
    taskId: task.id,
    name: nameOf(task.assigneeId),
    step: title,
    decision: task.decision ?? task.status,
    chosen: task.id === chosenId,
  }));
}
