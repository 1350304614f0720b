import { contractTimeline, type ContractTimeline } from '../../domain/contract/dates';
import { termsOf } from '../../domain/contract/terms';
import type { Db } from '../knex';
import { renewalsOf } from '../stores/contracts';
import { ifAny } from './agenda-sources';
import { contractInForce } from './contract-in-force';

/** Where the contract of an engagement stands on a day, with everything decided so far; null without complete dates. */
export async function termOf(db: Db, engagementId: string, asOf: string): Promise<ContractTimeline | null> {
  const contract = await contractInForce(db, engagementId, asOf);
  const terms = contract && termsOf(contract.terms);
  return terms
    ? contractTimeline(
        terms,
        await ifAny(db, { source: 'renewal_ledger', engagementId }, () => renewalsOf(db, engagementId)),
        asOf,
      )
    : null;
}
