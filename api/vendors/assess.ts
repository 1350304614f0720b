import { DomainError } from '../../domain/errors';
import type { Assessment } from '../../domain/vendor/assessment/schema';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import type { Db } from '../../db/knex';
import {
  assessmentsOf,
  findAssessment,
  insertAssessment,
  lockAssessment,
  saveAssessment,
} from '../../db/stores/assessments';
import { appendAudit, type Channel, MASTER_STREAM } from '../../db/stores/audit';
import { findQuestionnaire } from '../../db/stores/questionnaires';
import { findVendor } from '../../db/stores/vendor-master';
import { inTransaction, type Trx } from '../../db/transaction';
import type { Call } from '../route';
import { knownVendor } from './change';

/** Who does something with an assessment; nobody of ours when the vendor does it by link. */
export interface Assessor {
  readonly actorId: string | null;
  readonly channel: Channel;
  readonly now: number;
  readonly newId: string;
}

type Caller = Pick<Call<unknown, unknown, unknown>, 'channel' | 'now' | 'newId'> & {
  readonly actor: { readonly id: string };
};
export const assessorOf = ({ actor, channel, now, newId }: Caller): Assessor => ({
  actorId: actor.id,
  channel,
  now,
  newId,
});

/** Opens an assessment with last year's answers filled in; one that runs already stays the only one. */
export async function openAssessment(
  db: Db,
  vendorId: string,
  {
    questionnaireKey,
    actor,
    channel,
    now,
    newId,
  }: { questionnaireKey: string; actor: { id: string }; channel: Channel; now: number; newId: string },
): Promise<Assessment> {
  return inTransaction(db, async (trx) => {
    knownVendor(await findVendor(trx, vendorId));
    const questionnaire = await findQuestionnaire(trx, questionnaireKey);
    if (!questionnaire)
      throw new DomainError('INVALID_FIELDS', 'There is no such questionnaire.', [
        { path: 'questionnaireKey', message: 'is unknown' },
      ]);
    const all = await assessmentsOf(trx, vendorId);
    const running = all.find(({ state, questionnaire: { key } }) => state !== 'accepted' && key === questionnaireKey);
    if (running && running.id !== newId)
      throw new DomainError('CONFLICT', `An assessment with this questionnaire is ${running.state} already.`);
    const previous = all.find(({ state }) => state === 'accepted') ?? null;
    const at = new Date(now).toISOString();
    await insertAssessment(trx, openedAssessment({ id: newId, vendorId, questionnaire, previous, by: actor.id, at }));
    const opened = await knownAssessment(trx, newId);
    await audit(trx, opened, {
      type: 'assessment.opened',
      assessor: { actorId: actor.id, channel, now, newId },
    });
    return opened;
  });
}

export async function knownAssessment(db: Db, id: string): Promise<Assessment> {
  const assessment = await findAssessment(db, id);
  if (!assessment) throw new DomainError('NOT_FOUND', 'There is no such assessment.');
  return assessment;
}

interface Step {
  /** What the audit trail calls it. */
  readonly type: string;
  readonly assessor: Assessor;
  readonly take: (assessment: Assessment, previous: Assessment | null) => Assessment;
}

/** Takes an assessment one step further; of two people at once the second meets what the first did. */
export const stepAssessment = (db: Db, id: string, { type, assessor, take }: Step): Promise<Assessment> =>
  inTransaction(db, async (trx) => {
    const before = await lockAssessment(trx, id);
    if (!before) throw new DomainError('NOT_FOUND', 'There is no such assessment.');
    const previous = before.previousId === null ? null : await findAssessment(trx, before.previousId);
    await saveAssessment(trx, before, take(before, previous));
    const after = await knownAssessment(trx, id);
    await audit(trx, after, { type, assessor });
    return after;
  });

export async function audit(
  trx: Trx,
  { id, vendorId, state, result }: Assessment,
  { type, assessor: { actorId, channel, now, newId } }: Pick<Step, 'type' | 'assessor'>,
): Promise<void> {
  const payload = { vendorId, assessmentId: id, state, tier: result?.tier ?? null };
  const entry = { key: `${type}:${id}:${newId}`, at: now, type, channel, payload };
  await appendAudit(trx, MASTER_STREAM, [{ ...entry, ...(actorId !== null && { actorId }) }]);
}
