import type { Refusal } from '../errors';
import type { AmendmentChanges } from './amendment-schema';
import { noticeDeadline } from './dates';
import type { ContractBody, ContractTerms } from './schema';
import type { RenewalEntry } from './term';
import { termsOf } from './terms';
import { addMonthsClamped } from '../calendar/civil';

/** The contract as an amendment makes it read. */
export function amended(terms: ContractBody, { clauses = [], ...fields }: AmendmentChanges): ContractBody {
  const kept = terms.clauses.filter(({ code }) => !clauses.some((clause) => clause.code === code));
  return { ...terms, ...fields, clauses: [...kept, ...clauses] };
}

export interface AmendedFacts {
  readonly before: ContractBody;
  readonly after: ContractBody;
  readonly effectiveOn: string;
  /** First day of the latest amendment. */
  readonly lastEffectiveOn: string | null;
  /** What has been decided about past ends of the term. */
  readonly entries: readonly RenewalEntry[];
}

/** Why an amendment cannot be made of these terms, or null. */
export function amendmentObjection(facts: AmendedFacts): Refusal | null {
  const { before, after, effectiveOn, lastEffectiveOn, entries } = facts;
  const { monthlyFee } = before;
  for (const field of ['monthlyFee', 'terminationFee'] as const)
    if (monthlyFee && (after[field] ?? monthlyFee).currency !== monthlyFee.currency)
      return refuse(`changes.${field}`, `must be in ${monthlyFee.currency}, the currency of the contract`);
  if (before.start !== undefined && effectiveOn < before.start)
    return refuse('effectiveOn', `lies before the contract begins (${before.start})`);
  if (lastEffectiveOn !== null && effectiveOn < lastEffectiveOn)
    return refuse('effectiveOn', `lies before the last amendment takes effect (${lastEffectiveOn})`);
  const terms = termsOf(after);
  if (terms && !keepsRenewals(terms, entries))
    return refuse('changes.initialMonths', 'would move the end of a term that has been renewed already');
  if (
    terms &&
    changesEnd(before, after) &&
    noticeDeadline(endOf(terms, 0), terms.notice) < effectiveOn &&
    !entries.length
  )
    return refuse('changes', 'would end the term, or its notice, before the amendment takes effect');
  return null;
}

const changesEnd = (before: ContractBody, after: ContractBody): boolean =>
  before.initialMonths !== after.initialMonths || JSON.stringify(before.notice) !== JSON.stringify(after.notice);

const endOf = ({ start, initialMonths, renewalMonths }: ContractTerms, renewals: number): string =>
  addMonthsClamped(start, initialMonths + renewals * (renewalMonths || initialMonths));

/** Every end that was renewed must still be an end, or the renewals would be lost. */
function keepsRenewals(terms: ContractTerms, entries: readonly RenewalEntry[]): boolean {
  const renewed = entries
    .filter(({ kind }) => kind === 'renew' || kind === 'auto_renewed')
    .map(({ termEnd }) => termEnd)
    .sort();
  return renewed.every((termEnd, index) => endOf(terms, index) === termEnd);
}

const refuse = (path: string, message: string): Refusal => ({
  code: 'INVALID_FIELDS',
  message: `${path} ${message}.`,
  errors: [{ path, message }],
});
