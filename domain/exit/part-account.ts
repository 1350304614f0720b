import { periodOfDate } from '../calendar/periods';
import type { FeeFrom } from '../contract/fee-of-days';
import type { Invoice } from './invoices';
import { type MonthFacts, monthCost, type Uneven } from './month-account';
import type { Proposal } from './proposal';
import type { ProposedLine } from './proposed-line';

export interface Part {
  readonly number: number;
  /** First day without it. */
  readonly effectiveDate: string;
  /** What was agreed for it, in minor units. */
  readonly feeMinor: number | null;
  /** By how much the fee of a month falls. */
  readonly reductionMinor: number | null;
}

/** Months as they cost, with parts that have left. */
export type PartFacts = MonthFacts & { readonly uneven: Uneven };

/**
 * What a part that leaves settles: its agreed fee as far as nobody has billed it, and of each month that was billed as if it
 * had stayed what its days came to. A month that nobody has billed is billed as usual: nothing of it is owed for the part.
 */
export function accountOfPart(part: Part, facts: PartFacts): Proposal {
  const first = periodOfDate(part.effectiveDate, 'monthly');
  const billed = [...new Set(facts.invoices.filter(({ about }) => about === 'fee').map(({ period }) => period))];
  const back = billed
    .filter((month) => month >= first)
    .sort()
    .flatMap((month) => backOf(part, { facts, month }));
  return { lines: [...back, ...feeOfPart(part, facts.invoices)].filter(({ minor }) => minor > 0), omitted: [] };
}

/** The share of this part alone: what others that left in the same month came to is in their own accounts. */
function backOf(part: Part, { facts, month }: { facts: PartFacts; month: string }): ProposedLine[] {
  const [with_, without] = [monthCost(facts, month), monthCost(asIfStayed(part, facts), month)];
  if (!with_ || !without) return [];
  const { fee, billed, source } = with_;
  const share = Math.min(without.fee - fee, billed - fee);
  return [{ kind: 'prepaid_refund', minor: share, source, basis: { rule: 'part-share', billed, fee, share } }];
}

function asIfStayed({ effectiveDate, reductionMinor }: Part, facts: PartFacts): PartFacts {
  const back = (fee: FeeFrom): FeeFrom =>
    fee.from !== null && fee.from >= effectiveDate ? { ...fee, minor: fee.minor + (reductionMinor ?? 0) } : fee;
  return { ...facts, uneven: { ...facts.uneven, fees: facts.uneven.fees.map(back) } };
}

/** What was agreed for a part, less what invoices about it ask for. */
export function feeOfPart(
  { number, feeMinor }: Pick<Part, 'number' | 'feeMinor'>,
  invoices: readonly Invoice[],
): ProposedLine[] {
  if (feeMinor === null) return [];
  const billed = invoices
    .filter(({ about, part }) => about === 'part' && part === number)
    .reduce((total, { minor }) => total + minor, 0);
  const basis = { rule: 'part-fee', fee: feeMinor, billed } as const;
  return [{ kind: 'termination_fee', minor: feeMinor - billed, source: `part ${number}`, basis }];
}
