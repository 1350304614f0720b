import { contractChanges } from '../domain/contract/changes';
import { amended } from '../domain/contract/amendment';
import { localDate } from '../domain/calendar/zone';
import { DomainError } from '../domain/errors';
import { changesOfPart, partialFaults } from '../domain/exit/partial';
import type { NewPartialTermination, PartialTermination } from '../domain/exit/partial-schema';
import { tasksFor } from '../domain/exit/playbook';
import { measuredOn } from '../domain/kpi/leaving';
import { milestoneName } from '../domain/milestone/milestone';
import { awaitsDelivery } from '../domain/milestone/words';
import { draftAmendment } from '../db/read/amendment-draft';
import { contractInForce } from '../db/read/contract-in-force';
import { exitPlaybook } from '../db/read/exit-playbook';
import { serviceEndOf } from '../db/read/service-end';
import type { Db } from '../db/knex';
import { versionsOf } from '../db/stores/contract-versions';
import type { EngagementRow } from '../db/stores/engagements';
import { kpisOf } from '../db/stores/kpis';
import { milestonesOf } from '../db/stores/milestones';
import { forgetPartial, insertPartial, kpiEnds, partialsOf } from '../db/stores/partial-terminations';
import { forgetUnasked } from '../db/stores/unasked';
import type { Trx } from '../db/transaction';
import { editableIn } from './engagement-scope';
import { changeRecord } from './record';
import type { Call } from './route';
import { SERVING } from './routes/amendments';
import type { Services } from './services';
import { askApproval } from './side-requests';

type Deps = Pick<Services, 'db' | 'gateway'>;
type AskCall = Call<{ id: string }, unknown, NewPartialTermination>;

/** Asks for the end of a part of the service; nothing changes before it is approved. */
export async function askForPart(deps: Deps, call: AskCall): Promise<PartialTermination> {
  const { params, newId: id, actor, now } = call;
  const { engagement, subject } = await keep(deps.db, call);
  try {
    const asked = { requestId: id, engagement, policyKey: 'partial-termination', requesterId: actor.id };
    await askApproval(deps, { ...asked, subject, now });
  } catch (error) {
    await forgetPartial(deps.db, id);
    throw error;
  }
  return existingPart(deps.db, params.id, id);
}

export async function existingPart(db: Db, engagementId: string, id: string): Promise<PartialTermination> {
  const found = (await partialsOf(db, engagementId)).find((one) => one.id === id);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such partial termination.');
  return found;
}

/** Keeps what is asked for, and what its approvers decide on. */
const keep = (db: Db, call: AskCall) =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'exit.part-asked',
    write: async (trx, engagement) => {
      const { body, newId: id, actor, now } = call;
      editableIn(engagement, SERVING);
      await forgetUnasked(trx, engagement.id, now);
      const changes = await checked(trx, engagement, { body, now });
      await insertPartial(trx, { id, engagementId: engagement.id, definition: body, requestedById: actor.id, now });
      const { milestoneIds, ...said } = body;
      const leaving = (await milestonesOf(trx, engagement.id)).filter((one) => milestoneIds.includes(one.id));
      const data = { ...said, milestones: leaving.map(milestoneName), changes };
      const title = `${engagement.number} ${engagement.title}: end of a part on ${body.effectiveDate}`;
      return { engagement, subject: { type: 'partial-termination', title, data } };
    },
    payload: () => ({ partialId: call.newId, effectiveDate: call.body.effectiveDate, scope: call.body.scope }),
  });

interface Asked {
  readonly body: NewPartialTermination;
  readonly now: number;
}

/** What the contract would say differently; refused now where it could not take effect later. */
async function checked(trx: Trx, engagement: EngagementRow, { body, now }: Asked) {
  const { id } = engagement;
  const today = localDate(engagement.time_zone, now);
  const newest = (await versionsOf(trx, id)).at(-1);
  if (!newest) throw new DomainError('STATE_CONFLICT', 'Without a contract there is nothing to terminate.');
  const noticed = await contractInForce(trx, id, body.noticeDate);
  const milestones = (await milestonesOf(trx, id)).filter(({ state }) => awaitsDelivery(state));
  const errors = partialFaults(body, {
    notice: noticed?.terms.notice,
    terms: newest.terms,
    kpis: measuredOn(await kpisOf(trx, id), await kpiEnds(trx, id), body.effectiveDate).map(({ key }) => key),
    milestones: milestones.map((one) => one.id),
    tasks: tasksFor(await exitPlaybook(trx), engagement.service_type).map(({ key }) => key),
    serviceEnd: await serviceEndOf(trx, engagement, now),
    today,
  });
  if (errors.length > 0)
    throw new DomainError(
      'GATE_INCOMPLETE',
      errors.map(({ path, message }) => `${path} ${message}`).join('; '),
      errors,
    );
  const changes = changesOfPart(newest.terms, body);
  if (changes) await draftAmendment(trx, engagement, { changes, effectiveOn: body.effectiveDate });
  else if ((await partialsOf(trx, id)).some(({ status }) => status === 'pending'))
    throw new DomainError('STATE_CONFLICT', 'Another partial termination is being decided; end that one first.');
  return changes ? contractChanges(newest.terms, amended(newest.terms, changes)) : [];
}
