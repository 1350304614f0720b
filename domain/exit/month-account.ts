import { daysBetween } from '../calendar/civil';
import { periodDates } from '../calendar/periods';
import { costOfParts, type FeeFrom, type FeePart, feeParts, type Rest } from '../contract/fee-of-days';
import type { Invoice } from './invoices';
import type { Basis, ProposedLine } from './proposed-line';

export interface MonthContract {
  readonly version: number;
  readonly start: string | null;
  readonly monthlyMinor: number | null;
}

/** What the fee of a month is computed from. */
export interface MonthFacts {
  /** First day without service. */
  readonly effectiveDate: string;
  /** As it binds on the last day of service. */
  readonly contract: MonthContract | null;
  readonly invoices: readonly Invoice[];
  /** What makes some days cost less than others; where nothing is said every day costs the same. */
  readonly uneven?: Uneven;
}

export interface Uneven {
  /** The fees that the contract has had, in the order of their days. */
  readonly fees: readonly FeeFrom[];
  /** Days on which the fee rests. */
  readonly rests: readonly Rest[];
  /** The first day on which less was served, as parts had left; null where all of it was. */
  readonly lessSince: string | null;
}

/** What a month costs, less what has been billed for it; what was billed beyond it comes back. */
export function monthAccount(facts: MonthFacts, month: string): ProposedLine[] {
  const account = monthCost(facts, month);
  if (!account) return [];
  const { fee, billed, source, basis } = account;
  return billed <= fee
    ? [{ kind: 'final_fee_prorata', minor: fee - billed, source, basis }]
    : [{ kind: 'prepaid_refund', minor: billed - fee, source, basis: { rule: 'over-billed', billed, fee } }];
}

/** Of earlier months only what was billed as if all of it had been served, though parts had left or the fee rested. */
export const earlierMonths = (facts: MonthFacts, last: string): ProposedLine[] =>
  [...new Set(facts.invoices.filter(isFee).map(({ period }) => period))]
    .filter((month) => month < last && isUneven(facts, month))
    .sort()
    .flatMap((month) => overBilled(facts, month));

/** What comes back of a month that costs less than was billed for it. */
function overBilled(facts: MonthFacts, month: string): ProposedLine[] {
  const account = monthCost(facts, month);
  if (!account || account.billed <= account.fee) return [];
  const { fee, billed, source } = account;
  return [{ kind: 'prepaid_refund', minor: billed - fee, source, basis: { rule: 'over-billed-month', billed, fee } }];
}

const isFee = ({ about }: Pick<Invoice, 'about'>): boolean => about === 'fee';

function isUneven({ uneven }: MonthFacts, month: string): boolean {
  const { start, end } = periodDates(month);
  if (!uneven) return false;
  const { lessSince, rests } = uneven;
  return (
    (lessSince !== null && lessSince < end) ||
    rests.some(({ since, until }) => since < end && (until === null || until > start))
  );
}

interface MonthCost {
  readonly fee: number;
  readonly billed: number;
  readonly source: string;
  readonly basis: Basis;
}

/** What a month costs by its days, and what has been billed for it; null where the contract names no fee of a month. */
export function monthCost(facts: MonthFacts, month: string): MonthCost | null {
  const { contract, effectiveDate, invoices } = facts;
  if (!contract || contract.monthlyMinor === null) return null;
  const { start, end } = periodDates(month);
  const from = contract.start !== null && contract.start > start ? contract.start : start;
  const parts = partsOf(facts, { from, to: effectiveDate < end ? effectiveDate : end }, contract.monthlyMinor);
  const daysInMonth = daysBetween(start, end);
  const fee = costOfParts(parts, daysInMonth);
  const billed = invoices
    .filter((invoice) => isFee(invoice) && invoice.period === month)
    .reduce((total, { minor }) => total + minor, 0);
  const source = `contract v${contract.version} ${month}`;
  return { fee, billed, source, basis: basisOf(parts, { fee, billed, daysInMonth, monthly: contract.monthlyMinor }) };
}

function partsOf(
  { uneven }: MonthFacts,
  { from, to }: { readonly from: string; readonly to: string },
  monthly: number,
): readonly FeePart[] {
  const fees = uneven ? uneven.fees : [{ from: null, minor: monthly }];
  return from < to ? feeParts({ from, to }, fees, uneven?.rests) : [];
}

/** One fee is told by its days; of several, what they come to together. */
function basisOf(
  parts: readonly FeePart[],
  { fee, billed, daysInMonth, monthly }: { fee: number; billed: number; daysInMonth: number; monthly: number },
): Basis {
  const days = parts.reduce((total, part) => total + part.days, 0);
  const [only = { minor: monthly }, ...others] = parts;
  return others.length > 0
    ? { rule: 'by-days', fee, days, daysInMonth, billed }
    : { rule: 'prorata', monthly: only.minor, days, daysInMonth, billed };
}
