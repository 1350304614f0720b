import { periodOfDate } from '../calendar/periods';
import { type MonthFacts, monthAccount, overBilled } from './month-account';
import type { Proposal } from './proposal';
import type { ProposedLine } from './proposed-line';

export interface Part {
  readonly number: number;
  /** First day without it. */
  readonly effectiveDate: string;
  readonly feeMinor: number | null;
  readonly feeFalls: boolean;
}

/**
 * What a part that leaves settles: its agreed fee, the month in which it leaves by the days of each fee, and what was
 * billed for later months as if it had stayed.
 */
export function accountOfPart({ number, effectiveDate, feeMinor, feeFalls }: Part, facts: MonthFacts): Proposal {
  const month = periodOfDate(effectiveDate, 'monthly');
  const later = [...new Set(facts.invoices.filter(({ about }) => about === 'fee').map(({ period }) => period))]
    .filter((period) => period > month)
    .sort();
  const back = [month, ...later].flatMap((one) => overBilled(facts, one));
  const owed = monthAccount(facts, month).filter(({ kind }) => kind === 'final_fee_prorata');
  const months = feeFalls ? [...owed, ...back] : [];
  const fee: ProposedLine[] =
    feeMinor === null
      ? []
      : [{ kind: 'termination_fee', minor: feeMinor, source: `part ${number}`, basis: { rule: 'part-fee' } }];
  return { lines: [...months, ...fee].filter(({ minor }) => minor > 0), omitted: [] };
}
