import { addDays } from '../../domain/calendar/civil';
import { DomainError } from '../../domain/errors';
import { type Proposal, proposeSettlement } from '../../domain/exit/proposal';
import { toMoney } from '../../domain/money';
import type { Db } from '../knex';
import { creditLinesOf } from '../stores/credit-lines';
import type { EngagementRow } from '../stores/engagements';
import { invoicesOf } from '../stores/invoices';
import { contractInForce } from './contract-in-force';

/** What the records of an engagement would settle; by the contract that binds on its last day of service. */
export async function settlementProposal(db: Db, engagement: EngagementRow): Promise<Proposal> {
  const { id, currency, exit_effective_date: effectiveDate, exit_cause: cause } = engagement;
  if (effectiveDate === null)
    throw new DomainError('STATE_CONFLICT', 'Nothing is settled before the end of the service is known.');
  const contract = await contractInForce(db, id, addDays(effectiveDate, -1));
  const { start = null, monthlyFee, terminationFee } = contract?.terms ?? {};
  return proposeSettlement({
    currency,
    effectiveDate,
    cause: cause ?? 'other',
    contract: contract && {
      version: contract.version,
      start,
      monthlyMinor: monthlyFee ? toMoney(monthlyFee).minor : null,
      terminationMinor: terminationFee ? toMoney(terminationFee).minor : null,
    },
    invoices: await invoicesOf(db, id),
    credits: (await creditLinesOf(db, id)).filter((line) => line.currency === currency),
  });
}
