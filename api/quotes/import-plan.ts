import type { ExchangeRate } from '../../domain/currency/schema';
import { DomainError } from '../../domain/errors';
import { quoteIn } from '../../domain/vendor/quote-currency';
import { quoteBodyOf, quoteColumnOf } from '../../domain/vendor/quote-exchange';
import { Quote, type StoredQuote } from '../../domain/vendor/record-schema';
import type { Candidate } from '../../domain/vendor/records';
import { barIssues } from '../../domain/vendor/status';
import type { NamedVendor } from '../../db/read/vendors-named';
import { type Line, parseLine, type RowFault } from '../sheets/table';

/** What is on record of the engagement and of the vendors that a file may mean. */
export interface OnRecord {
  readonly vendors: readonly NamedVendor[];
  readonly candidates: readonly Candidate[];
  /** Candidates that have handed in a bid themselves. */
  readonly withBid: ReadonlySet<string>;
  readonly currency: string;
  /** The day whose rates convert quotes in other currencies, and the rates. */
  readonly on: string;
  readonly rates: readonly ExchangeRate[];
  /** Identity of the candidate that a row brings: the same for every repetition of the call. */
  readonly idOf: (line: Line) => string;
}

export interface PlannedQuote {
  readonly line: Line;
  readonly candidateId: string;
  readonly vendorId: string;
  /** Null for a vendor that is no candidate yet. */
  readonly before: Candidate | null;
  readonly quote: StoredQuote;
}

export interface QuotePlan {
  readonly rows: readonly PlannedQuote[];
  readonly faults: readonly RowFault[];
}

/** Reads every line against what is on record; whatever is wrong with one is told by row and column. */
export function planQuotes(lines: readonly Line[], record: OnRecord): QuotePlan {
  const find = finder(record.vendors);
  const seen = new Map<string, number>();
  const results = lines.map((line) => {
    const met = meet(line, record, find);
    const earlier = met.vendor && seen.get(met.vendor.id);
    if (met.vendor && earlier === undefined) seen.set(met.vendor.id, line.row);
    const twice = earlier === undefined || earlier === null ? [] : [`stands in row ${earlier} already`];
    return planLine(line, record, { ...met, objections: [...met.objections, ...twice] });
  });
  return {
    rows: results.flatMap(({ row }) => (row ? [row] : [])),
    faults: results.flatMap(({ faults }) => faults).sort((a, b) => a.row - b.row),
  };
}

type Find = (text: string) => readonly NamedVendor[];

/** By id, USCC or LEI, else by exact name. */
function finder(vendors: readonly NamedVendor[]): Find {
  const byKey = new Map(vendors.flatMap((one) => [one.id, one.uscc, one.lei].map((key) => [key, one] as const)));
  const byName = new Map<string, NamedVendor[]>();
  for (const one of vendors) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  return (text) => {
    const exact = byKey.get(text);
    return exact ? [exact] : (byName.get(text) ?? []);
  };
}

interface Met {
  readonly vendor: NamedVendor | null;
  readonly candidate: Candidate | null;
  /** What stands against a quote of this vendor. */
  readonly objections: readonly string[];
}

/** The vendor that a line means, and the candidate that it is already. */
function meet({ cells }: Line, { candidates, withBid }: OnRecord, find: Find): Met {
  const none = (message: string): Met => ({ vendor: null, candidate: null, objections: [message] });
  const text = cells['vendor'] ?? '';
  if (text === '') return none('is needed');
  const [vendor, ...others] = find(text);
  if (!vendor) return none('is not a vendor on record');
  if (others.length > 0) return none('is the name of several vendors: use an identifier');
  const candidate = candidates.find(({ vendorId }) => vendorId === vendor.id) ?? null;
  const hasBid = candidate !== null && withBid.has(candidate.id);
  return {
    vendor,
    candidate,
    objections: [
      ...barIssues(vendor).map(({ message }) => `takes no part: ${message}`),
      ...(hasBid ? ['has handed in a bid itself; nobody writes over it'] : []),
    ],
  };
}

function planLine(line: Line, record: OnRecord, { vendor, candidate, objections }: Met) {
  const parsed = readQuote(line, record);
  const faults: readonly RowFault[] = [
    ...objections.map((message) => ({ row: line.row, column: 'vendor', message })),
    ...('faults' in parsed ? byColumn(parsed.faults) : []),
  ];
  if (faults.length > 0 || !vendor || 'faults' in parsed) return { row: null, faults };
  const candidateId = candidate?.id ?? record.idOf(line);
  return { row: { line, candidateId, vendorId: vendor.id, before: candidate, quote: parsed.value }, faults };
}

/** The quote of a line in the currency of the engagement. */
function readQuote(line: Line, { currency: to, on, rates }: OnRecord) {
  const given = (line.cells['currency'] ?? '').toUpperCase() || to;
  const parsed = parseLine(Quote, line, quoteBodyOf(line.cells, given));
  if ('faults' in parsed) return parsed;
  try {
    return { value: quoteIn(parsed.value, { to, on, rates }) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { faults: [{ row: line.row, column: 'currency', message: error.message }] };
  }
}

const byColumn = (faults: readonly RowFault[]): readonly RowFault[] =>
  faults.map((fault) => ({ ...fault, column: fault.column === null ? null : quoteColumnOf(fault.column) }));
