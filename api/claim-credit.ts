import { addBusinessDays } from '../domain/calendar/calendar';
import { localDate } from '../domain/calendar/zone';
import { dueOnDay } from '../domain/action-item/marks';
import { netOf } from '../domain/contract/credit-ledger';
import type { CreditClaim, NewClaim } from '../domain/contract/credit-schema';
import { DomainError } from '../domain/errors';
import { isInsider, type Person } from '../domain/people/people';
import { toMoneyText } from '../domain/money';
import { creditRules } from '../db/read/credit-rules';
import { workCalendarOf } from '../db/read/work-calendar';
import { claimOfRequest, claimsOf, forgetClaim, forgetUnaskedClaims, insertClaim } from '../db/stores/credit-claims';
import { lockCreditLines, type StoredCreditLine } from '../db/stores/credit-lines';
import type { EngagementRow } from '../db/stores/engagements';
import type { Db } from '../db/knex';
import type { Trx } from '../db/transaction';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';
import { askApproval } from './side-requests';

type Deps = Pick<Services, 'db' | 'gateway'>;
type ClaimCall = Call<{ id: string }, unknown, NewClaim>;

/** Says why a credit should not be taken; a second person of ours decides. */
export async function claimCredit(deps: Deps, call: ClaimCall): Promise<CreditClaim> {
  const { newId: id, actor, now } = call;
  checkCause(actor, call.body);
  const { engagement, subject } = await write(deps.db, call);
  try {
    const policyKey = 'credit-claim';
    await askApproval(deps, { requestId: id, engagement, policyKey, requesterId: actor.id, subject, now });
  } catch (error) {
    await forgetClaim(deps.db, id);
    throw error;
  }
  const claim = await claimOfRequest(deps.db, id);
  if (!claim) throw new DomainError('NOT_FOUND', 'The engagement has no such claim.');
  return claim;
}

/** The vendor disputes, and only the vendor; what we caused or nobody could help, we say ourselves. */
function checkCause(actor: Person, { cause }: NewClaim): void {
  if ((cause === 'dispute') !== isInsider(actor)) return;
  throw new DomainError(
    'FORBIDDEN',
    cause === 'dispute' ? 'The vendor disputes a credit.' : 'Somebody of the organisation asks for an exclusion.',
  );
}

const write = (db: Db, call: ClaimCall) =>
  changeRecord(db, call, {
    act: 'report',
    type: 'credit.claimed',
    write: async (trx, engagement) => {
      const { body: claim, newId: id, actor, now } = call;
      await forgetUnaskedClaims(trx, engagement.id, now);
      const lines = await lockCreditLines(trx, engagement.id);
      const own = lines.filter(({ period, kpi }) => period === claim.period && kpi === claim.kpi);
      const owed = netOf(lines, claim);
      const [first] = own;
      if (!first || owed <= 0) throw new DomainError('STATE_CONFLICT', 'No credit is owed for this level and period.');
      await checkOpen(trx, engagement, claim);
      if (claim.cause === 'dispute') await checkInTime(trx, { engagement, own, now });
      await insertClaim(trx, { id, engagementId: engagement.id, claim, raisedById: actor.id, now });
      const money = toMoneyText({ minor: owed, currency: first.currency });
      const { period, kpi, cause, reason, evidence = null } = claim;
      const data = {
        period,
        kpi,
        claimCause: cause,
        reason,
        evidence,
        amount: Number(money.amount),
        currency: money.currency,
      };
      const title = `${engagement.number} ${engagement.title}: ${period} ${kpi}`;
      return { engagement, subject: { type: 'credit-claim', title, data } };
    },
    payload: () => ({ claimId: call.newId, period: call.body.period, kpi: call.body.kpi, cause: call.body.cause }),
  });

async function checkOpen(trx: Trx, { id }: EngagementRow, { period, kpi }: NewClaim): Promise<void> {
  const open = (await claimsOf(trx, id)).some(
    (one) => one.status === 'open' && one.period === period && one.kpi === kpi,
  );
  if (open) throw new DomainError('CONFLICT', 'A claim against this credit is being decided.');
}

interface Dispute {
  readonly engagement: EngagementRow;
  readonly own: readonly StoredCreditLine[];
  readonly now: number;
}

/** Business days run from the newest line that asks for more. */
async function checkInTime(trx: Trx, { engagement, own, now }: Dispute): Promise<void> {
  const { disputeDays } = await creditRules(trx);
  const zone = engagement.time_zone;
  const since =
    own
      .filter(({ minor }) => minor > 0)
      .at(-1)
      ?.createdAt.getTime() ?? now;
  const last = addBusinessDays(await workCalendarOf(trx, zone), localDate(zone, since), disputeDays);
  if (now <= dueOnDay(zone, last)) return;
  const message = `A credit may be disputed for ${disputeDays} business days; this ended on ${last}.`;
  throw new DomainError('DISPUTE_TOO_LATE', message, [{ path: 'period', message }]);
}
