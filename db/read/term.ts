import { contractTimeline, type ContractTimeline } from '../../domain/contract/dates';
import { termsOf } from '../../domain/contract/terms';
import type { Db } from '../knex';
import { contractOf, renewalsOf } from '../stores/contracts';

/** Where the contract of an engagement stands on a day, with everything decided so far; null without complete dates. */
export async function termOf(db: Db, engagementId: string, asOf: string): Promise<ContractTimeline | null> {
  const contract = await contractOf(db, engagementId);
  const terms = contract && termsOf(contract.terms);
  return terms ? contractTimeline(terms, await renewalsOf(db, engagementId), asOf) : null;
}
