import { v7 as uuidv7 } from 'uuid';
import type { Act } from '../domain/approval/events';
import type { RequestView, TaskView } from '../domain/approval/request-schema';
import { isReportable } from '../domain/approval/report-objection';
import { DomainError, fieldError } from '../domain/errors';
import { hasRole, type Person } from '../domain/people/people';
import { appendAudit, streamOfRequest } from '../db/stores/audit';
import { activeByRole } from '../db/stores/people';
import { inTransaction } from '../db/transaction';
import type { Channel } from '../domain/approval/words';
import { startNotice } from './links/notices';
import { actorOf, existing, perform } from './perform';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway'>;

/** Somebody says that a decision was not made by its person. */
export interface Reporting {
  readonly actor: Person;
  readonly channel: Channel;
  readonly requestId: string;
  readonly taskId: string;
  readonly comment?: string | undefined;
  readonly decisionId?: string;
  readonly now: number;
}

/** Whether the report came in time to hold the request back, or only tells of what has happened already. */
export type Reported = 'frozen' | 'told';

/** A request that is being decided, or cools off, is frozen; of one that has ended the administrators are told. */
export async function reportDecision(deps: Deps, reporting: Reporting): Promise<Reported> {
  const { actor, channel, requestId, taskId, comment, decisionId = uuidv7() } = reporting;
  const before = await existing(deps, requestId);
  if (isReported(before, taskId)) return 'frozen';
  const adminIds = (await activeByRole(deps.db, 'admin')).map(({ id }) => id);
  const act: Act = { on: 'request', action: 'report', decisionId, taskId, comment, adminIds };
  try {
    await perform(deps, requestId, { act, actor: actorOf(actor, channel) });
    return 'frozen';
  } catch (error) {
    if (error instanceof DomainError && error.code === 'REQUEST_CLOSED') {
      await tellOnly(deps, reporting, adminIds);
      return 'told';
    }
    if (isReported(await existing(deps, requestId), taskId)) return 'frozen';
    throw error;
  }
}

/** Said before, and waiting for an administrator. */
const isReported = ({ frozenSince, reports }: RequestView, taskId: string): boolean =>
  frozenSince !== null && reports.some((one) => one.taskId === taskId && one.outcome === null);

/** An entry in the trail, and a mail to every administrator; nothing can be held back any more. */
async function tellOnly(deps: Deps, reporting: Reporting, adminIds: readonly string[]): Promise<void> {
  const { taskId, requestId, now } = reporting;
  const view = await existing(deps, requestId);
  const task = view.steps.flatMap(({ tasks }) => tasks).find(({ id }) => id === taskId);
  const refusal = task
    ? reportRefusal(view, task, reporting.actor)
    : fieldError('taskId', 'is no task of this request');
  if (refusal || !task) throw refusal ?? new DomainError('NOT_FOUND', 'There is no such task.');
  const key = String(task.decidedAt === null ? '' : Date.parse(task.decidedAt));
  await noteReport(deps, view, { reporting, key });
  for (const id of adminIds)
    await startNotice(deps.gateway, {
      kind: 'decision-reported',
      id: `${taskId}-${key}-${id}`,
      taskId,
      recipientId: id,
      now,
    });
}

/** The rules of `report-objection`, on what the records say of a request that has ended. */
function reportRefusal(view: RequestView, task: TaskView, actor: Person): DomainError | null {
  // Records name the channel as text; the closed words come from the workflow that wrote them.
  if (!isReportable(task)) return fieldError('taskId', 'must be a task that a person decided');
  const own = [task.assigneeId, task.onBehalfOfId, view.requesterId].includes(actor.id);
  return own || hasRole(actor, 'admin')
    ? null
    : new DomainError('FORBIDDEN', 'Only a decision of your own can be reported.');
}

interface Entry {
  readonly reporting: Reporting;
  readonly key: string;
}

function noteReport({ db }: Pick<Deps, 'db'>, view: RequestView, { reporting, key }: Entry): Promise<void> {
  const { actor, channel, taskId, comment = null, now } = reporting;
  const stream = streamOfRequest(view.id, view.engagementId);
  const payload = { requestId: view.id, taskId, comment, status: view.status };
  const entry = {
    key: `decision.reported:${taskId}:${key}`,
    at: now,
    type: 'decision.reported',
    actorId: actor.id,
    channel,
    payload,
  };
  return inTransaction(db, (trx) => appendAudit(trx, stream, [entry]));
}
