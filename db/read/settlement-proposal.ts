import { addDays } from '../../domain/calendar/civil';
import { DomainError } from '../../domain/errors';
import { type Proposal, type ProposalFacts, proposeSettlement } from '../../domain/exit/proposal';
import { lastRound, milestoneName } from '../../domain/milestone/milestone';
import { toMoney } from '../../domain/money';
import type { Db } from '../knex';
import { creditLinesOf } from '../stores/credit-lines';
import type { EngagementRow } from '../stores/engagements';
import { returnsOf } from '../stores/exit-returns';
import { invoicesOf } from '../stores/invoices';
import { milestonesOf } from '../stores/milestones';
import { standingPartials } from '../stores/partial-terminations';
import { contractInForce } from './contract-in-force';
import { unevenDays } from './part-settlement';

/** What the records of an engagement would settle; by the contract that binds on its last day of service. */
export async function settlementProposal(db: Db, engagement: EngagementRow): Promise<Proposal> {
  const { id, currency, exit_effective_date: effectiveDate, exit_cause: cause } = engagement;
  if (effectiveDate === null)
    throw new DomainError('STATE_CONFLICT', 'Nothing is settled before the end of the service is known.');
  const contract = await contractInForce(db, id, addDays(effectiveDate, -1));
  const uneven = await unevenDays(db, id);
  const { start = null, monthlyFee, terminationFee } = contract?.terms ?? {};
  return proposeSettlement({
    effectiveDate,
    cause: cause ?? 'other',
    contract: contract && {
      version: contract.version,
      start,
      monthlyMinor: monthlyFee ? toMoney(monthlyFee).minor : null,
      terminationMinor: terminationFee ? toMoney(terminationFee).minor : null,
    },
    invoices: await invoicesOf(db, id),
    ...(uneven && { uneven }),
    parts: await feesOfParts(db, engagement, effectiveDate),
    milestones: await payableMilestones(db, engagement),
    lost: await lostThings(db, id),
    credits: (await creditLinesOf(db, id)).filter((line) => line.currency === currency),
  });
}

/** What was agreed for parts that have left before the end. */
async function feesOfParts(
  db: Db,
  { id, currency }: EngagementRow,
  end: string,
): Promise<NonNullable<ProposalFacts['parts']>> {
  return (await standingPartials(db, id)).flatMap(({ number, effectiveDate, terminationFee }) =>
    terminationFee?.currency === currency && effectiveDate < end
      ? [{ number, minor: toMoney(terminationFee).minor }]
      : [],
  );
}

/** Fees of accepted milestones, first accepted first. */
async function payableMilestones(db: Db, { id, currency }: EngagementRow): Promise<ProposalFacts['milestones']> {
  const accepted = (await milestonesOf(db, id)).filter(({ state }) => state === 'accepted');
  return [...accepted]
    .sort((a, b) => (lastRound(a)?.decidedAt ?? 0) - (lastRound(b)?.decidedAt ?? 0))
    .flatMap((one) =>
      one.fee?.currency === currency ? [{ name: milestoneName(one), minor: toMoney(one.fee).minor }] : [],
    );
}

/** Of what was lost only what somebody has put a value on can be asked for. */
async function lostThings(db: Db, engagementId: string): Promise<ProposalFacts['lost']> {
  const items = (await returnsOf(db, engagementId))?.items ?? [];
  return items.flatMap(({ key, state, worth }) =>
    state === 'lost' && worth ? [{ key, minor: toMoney(worth).minor }] : [],
  );
}
