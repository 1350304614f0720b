import type { ContractBody, ContractTerms } from './schema';

/** The dates of a contract record, or null while one of them is not set. */
export function termsOf({ start, initialMonths, renewal, renewalMonths, notice }: ContractBody): ContractTerms | null {
  if (!start || !initialMonths || !renewal || !notice) return null;
  return { start, initialMonths, renewal, notice, ...(renewalMonths !== undefined && { renewalMonths }) };
}
