import { addDays } from '../calendar/civil';
import { periodOfDate } from '../calendar/periods';
import { type LedgerLine, netOf } from '../contract/credit-ledger';
import type { Invoice } from './invoices';
import { earlierMonths, monthAccount, type MonthContract, type MonthFacts } from './month-account';
import { feeOfPart } from './part-account';
import type { ProposedLine } from './proposed-line';
import type { SettlementKind } from './settlement-kinds';

/** What the records say of an engagement at its end, in minor units of its currency. */
export interface ProposalFacts extends MonthFacts {
  readonly cause: string;
  readonly contract: (MonthContract & { readonly terminationMinor: number | null }) | null;
  /** Fees of accepted milestones, in the order of their acceptance. */
  readonly milestones: readonly { readonly name: string; readonly minor: number }[];
  /** What the vendor has lost of ours, with what it is worth. */
  readonly lost: readonly { readonly key: string; readonly minor: number }[];
  /** Fees agreed for parts of the service that left before the end. */
  readonly parts?: readonly { readonly number: number; readonly minor: number }[];
  /** Lines of service credits with the month of the invoice on which they are to stand. */
  readonly credits: readonly (LedgerLine & { readonly invoice: string })[];
}

export interface Proposal {
  readonly lines: readonly ProposedLine[];
  /** Unpaid invoices for months after the end: nothing is owed for them. */
  readonly omitted: readonly string[];
}

/** Kinds of which no record speaks, or not of every case; whoever settles adds them by hand. */
export const BY_HAND = ['assistance_fee', 'liquidated_damages', 'asset_loss'] as const satisfies SettlementKind[];

/** The account at the end as far as the records know it, each line with where it comes from. */
export function proposeSettlement(facts: ProposalFacts): Proposal {
  const { invoices } = facts;
  const last = lastMonthOf(facts);
  const lines = [
    ...monthAccount(facts, last),
    ...earlierMonths(facts, last),
    ...invoices.flatMap((invoice) => balanceOf(invoice, last)),
    ...acceptedMilestones(facts),
    ...terminationFee(facts),
    ...feesOfParts(facts),
    ...facts.lost.map(lostThing),
    ...openCredits(facts),
  ];
  return {
    lines: lines.filter(({ minor }) => minor > 0),
    omitted: invoices
      .filter(({ period, paidMinor }) => period > last && paidMinor === 0)
      .map(({ number }) => `invoice ${number}`),
  };
}

/** The month of the last day of service. */
const lastMonthOf = ({ effectiveDate }: ProposalFacts): string => periodOfDate(addDays(effectiveDate, -1), 'monthly');

/** What parts that left before have been agreed to cost. */
const feesOfParts = ({ parts = [], invoices }: ProposalFacts): ProposedLine[] =>
  parts.flatMap(({ number, minor }) => feeOfPart({ number, feeMinor: minor }, invoices));

/** What is still owed on an invoice, or was paid beyond it; of a month after the end all that was paid comes back. */
function balanceOf({ number, period, minor, paidMinor }: Invoice, last: string): ProposedLine[] {
  const source = `invoice ${number}`;
  if (period > last)
    return [{ kind: 'prepaid_refund', minor: paidMinor, source, basis: { rule: 'after-end', paid: paidMinor } }];
  const facts = { billed: minor, paid: paidMinor };
  return [
    { kind: 'unpaid_invoice', minor: minor - paidMinor, source, basis: { rule: 'unpaid', ...facts } },
    { kind: 'overpayment', minor: paidMinor - minor, source, basis: { rule: 'overpaid', ...facts } },
  ];
}

/** What accepted milestones cost, less what invoices about milestones ask for, which goes to those accepted first. */
function acceptedMilestones({ milestones, invoices }: ProposalFacts): ProposedLine[] {
  let left = invoices.filter(({ about }) => about === 'milestone').reduce((total, { minor }) => total + minor, 0);
  return milestones.map(({ name, minor: fee }) => {
    const billed = Math.min(left, fee);
    left -= billed;
    return {
      kind: 'milestone',
      minor: fee - billed,
      source: `milestone ${name}`,
      basis: { rule: 'milestone', fee, billed },
    };
  });
}

/** Owed where we leave without a reason that the contract names. */
const terminationFee = ({ contract, cause }: ProposalFacts): ProposedLine[] =>
  cause === 'convenience' && contract?.terminationMinor
    ? [
        {
          kind: 'termination_fee',
          minor: contract.terminationMinor,
          source: `contract v${contract.version}`,
          basis: { rule: 'termination-fee' },
        },
      ]
    : [];

const lostThing = ({ key, minor }: ProposalFacts['lost'][number]): ProposedLine => ({
  ...{ kind: 'asset_loss', minor, source: `return ${key}`, basis: { rule: 'asset-loss' } },
});

/** Credits, and credits earned back, of months for which no invoice has come on which they could stand. */
function openCredits({ credits, invoices }: ProposalFacts): ProposedLine[] {
  const billed = new Set(invoices.filter(({ about }) => about === 'fee').map(({ period }) => period));
  const open = credits.filter(({ invoice }) => !billed.has(invoice));
  const keys = new Map(open.map(({ period, kpi }) => [`credit ${period} ${kpi}`, { period, kpi }]));
  return [...keys].map(([source, key]) => {
    const net = netOf(open, key);
    return net > 0
      ? { kind: 'service_credit', minor: net, source, basis: { rule: 'credit' } }
      : { kind: 'unpaid_invoice', minor: -net, source, basis: { rule: 'earned-back' } };
  });
}
