import { draftAmendment } from '../../db/read/amendment-draft';
import { exitPlaybook } from '../../db/read/exit-playbook';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertVersion, versionsOf } from '../../db/stores/contract-versions';
import { insertExitTask } from '../../db/stores/exit-tasks';
import { lockPartial, settlePartial } from '../../db/stores/partial-terminations';
import { localDate } from '../../domain/calendar/zone';
import { isServing } from '../../domain/engagement/statuses';
import { DomainError } from '../../domain/errors';
import { changesOfPart, tasksOfPart } from '../../domain/exit/partial';
import type { PartialTermination } from '../../domain/exit/partial-schema';
import { layOutPlaybook } from '../../domain/exit/playbook';
import type { MailOrder } from '../../domain/mail/order';
import { holders } from '../agenda/people';
import { exitTaskLetters } from '../exit-task-letters';
import type { ApplySide, SideStep } from './index';

/**
 * A partial termination was decided. Approved, it is a version of the contract that binds from its day on: the notice of one
 * side needs no signature of the other. Its tasks are laid out at once.
 */
export const settlePart: ApplySide = async (step) => {
  const { trx, decision } = step;
  const { outcome, now } = decision;
  const partial = await lockPartial(trx, decision.requestId);
  if (partial?.status !== 'pending' || outcome === 'returned') return {};
  if (outcome !== 'approved') {
    await settlePartial(trx, partial.id, { status: 'rejected', now });
    await note(step, partial, { type: 'exit.part-rejected' });
    return {};
  }
  const bound = await bind(step, partial);
  if ('objection' in bound) {
    await settlePartial(trx, partial.id, { status: 'lapsed', lapsedBecause: bound.objection, now });
    await note(step, partial, { type: 'exit.part-lapsed', payload: { reason: bound.objection } });
    return {};
  }
  await settlePartial(trx, partial.id, { status: 'approved', version: bound.version, now });
  await note(step, partial, { type: 'exit.part-approved', payload: { version: bound.version } });
  return { mails: await layOut(step, partial), replan: true };
};

type Bound = { readonly version: number | null } | { readonly objection: string };

/** The world may have moved on while people decided. */
async function bind({ trx, engagement, decision: { now } }: SideStep, partial: PartialTermination): Promise<Bound> {
  const { effectiveDate, id, requestedById: writtenById } = partial;
  if (!isServing(engagement.state)) return { objection: `The engagement is in ${engagement.state}.` };
  if (effectiveDate < localDate(engagement.time_zone, now))
    return { objection: `It was decided after its day (${effectiveDate}); ask again with a later one.` };
  const newest = (await versionsOf(trx, engagement.id)).at(-1);
  const changes = newest ? changesOfPart(newest.terms, partial) : null;
  if (!newest || !changes) return { version: null };
  try {
    const effectiveOn = effectiveDate;
    const { after: terms } = await draftAmendment(trx, engagement, { changes, effectiveOn, changeId: id });
    const version = newest.version + 1;
    await insertVersion(trx, engagement.id, { version, terms, writtenById, amendment: { id, effectiveOn }, now });
    return { version };
  } catch (error) {
    if (error instanceof DomainError) return { objection: error.message };
    throw error;
  }
}

/** What its people have to do, and who is told of it. */
async function layOut(
  { trx, engagement, decision: { now } }: SideStep,
  partial: PartialTermination,
): Promise<readonly MailOrder[]> {
  const { id: partialId, effectiveDate, cause } = partial;
  const tasks = tasksOfPart(await exitPlaybook(trx), engagement.service_type, partial);
  const leaving = { ...engagement, exit_cause: cause, exit_effective_date: effectiveDate };
  const mails: MailOrder[] = [];
  for (const task of layOutPlaybook(tasks, { effectiveDate, today: localDate(engagement.time_zone, now) })) {
    const [assigneeId = engagement.owner_id] = holders(engagement, task.role);
    await insertExitTask(trx, engagement.id, { task: { ...task, assigneeId, partialId }, now });
    mails.push(...exitTaskLetters(leaving, { ...task, assigneeId }, { word: 'given', now }));
  }
  return mails;
}

interface Noted {
  readonly type: string;
  readonly payload?: object;
}

const note = (
  { trx, engagement, decision: { now, requestId } }: SideStep,
  { id, number, effectiveDate }: PartialTermination,
  { type, payload = {} }: Noted,
): Promise<void> =>
  appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `${type}:${id}`,
      at: now,
      type,
      channel: 'workflow',
      payload: { requestId, number, effectiveDate, ...payload },
    },
  ]);
