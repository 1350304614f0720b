import type { Request } from 'express';
import { lineTotal } from '../../domain/tender/bid';
import { BidContent, HIDDEN_COSTS, type TenderItem } from '../../domain/tender/schema';
import { formField, LONGEST_TEXT } from '../pages/csrf';

/** A bid as it was typed, by the name of its field. Drafts keep exactly this, so that nothing typed is lost. */
export type TypedBid = Readonly<Record<string, string>>;

export const lineField = (key: string): string => `line.${key}`;
export const hiddenField = (cost: string): string => `hidden.${cost}`;

/** Every field, in the order of the page. */
export const fieldsOf = (items: readonly TenderItem[]): readonly string[] => [
  ...items.map(({ key }) => lineField(key)),
  'oneOff',
  'annual',
  'years',
  'validUntil',
  ...HIDDEN_COSTS.map(hiddenField),
  'assumptions',
];

export const typedBid = (req: Request, items: readonly TenderItem[]): TypedBid =>
  Object.fromEntries(fieldsOf(items).map((name) => [name, formField(req, name)]));

/** What was handed in, as it would be typed again. */
export const typedFrom = ({ lines, hiddenCosts, ...bid }: BidContent): TypedBid => ({
  ...Object.fromEntries(lines.map(({ item, unitPrice }) => [lineField(item), unitPrice.amount])),
  ...Object.fromEntries(HIDDEN_COSTS.map((cost) => [hiddenField(cost), hiddenCosts[cost]?.amount ?? ''])),
  oneOff: bid.oneOff.amount,
  annual: bid.annual.amount,
  years: String(bid.years),
  assumptions: bid.assumptions ?? '',
  validUntil: bid.validUntil ?? '',
});

/** Fields that cannot be read, each with the word for why. */
export type Faults = Readonly<Record<string, string>>;

export interface ReadBid {
  readonly content: BidContent | null;
  readonly faults: Faults;
}

interface Asked {
  readonly items: readonly TenderItem[];
  readonly currency: string;
}

/** Reads a typed bid; totals that were left empty follow from their lines. */
export function readBid(typed: TypedBid, { items, currency }: Asked): ReadBid {
  const amount = (name: string): string => plainAmount(typed[name] ?? '');
  const money = (name: string) => ({ amount: amount(name), currency });
  const lines = items.flatMap(({ key }) =>
    amount(lineField(key)) === '' ? [] : [{ item: key, unitPrice: money(lineField(key)) }],
  );
  const hidden = HIDDEN_COSTS.map((cost) => [cost, amount(hiddenField(cost)) === '' ? null : money(hiddenField(cost))]);
  const draft = {
    lines,
    oneOff: money('oneOff'),
    annual: money('annual'),
    years: Number(typed['years'] || NaN),
    hiddenCosts: Object.fromEntries(hidden) as unknown,
    ...(typed['assumptions'] && { assumptions: typed['assumptions'] }),
    ...(typed['validUntil'] && { validUntil: typed['validUntil'] }),
  };
  const totals = BidContent.pick({ lines: true }).safeParse({ lines });
  const filled = totals.success ? withTotals(draft, totals.data.lines, { items, currency }) : draft;
  const parsed = BidContent.safeParse(filled);
  if (parsed.success) return { content: parsed.data, faults: {} };
  const wrong = parsed.error.issues.map(({ path }) => fieldOf(path, lines)).filter((name) => !isLeftToUs(typed, name));
  return { content: null, faults: Object.fromEntries(wrong.map((name) => [name, faultOf(name)])) };
}

/** A total that is empty because it follows from lines, which cannot be read themselves, is nothing to mend. */
const isLeftToUs = (typed: TypedBid, name: string): boolean =>
  (name === 'oneOff' || name === 'annual') && (typed[name] ?? '') === '';

interface Totals {
  readonly oneOff: { readonly amount: string; readonly currency: string };
  readonly annual: { readonly amount: string; readonly currency: string };
}

function withTotals<T extends Totals>(draft: T, lines: BidContent['lines'], asked: Asked): T {
  const total = (charge: 'oneOff' | 'annual') =>
    draft[charge].amount === '' ? lineTotal({ lines }, asked, charge) : draft[charge];
  return { ...draft, oneOff: total('oneOff'), annual: total('annual') };
}

/** Fields whose text is too long to be kept; nothing is cut. */
export const tooLongIn = (typed: TypedBid): Faults =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]) => (text.length > LONGEST_TEXT ? [[name, faultOf(name)]] : [])),
  );

/** `１，234.5` and `1 234.50` are amounts too. */
const plainAmount = (text: string): string => text.normalize('NFKC').replace(/[,\s、]/g, '');

/** The field that an issue of the schema or of the rules is about. */
export function fieldOf(path: readonly PropertyKey[], lines: readonly { readonly item: string }[]): string {
  const [first, second] = path.map(String);
  if (first === 'lines') return lineField(lines[Number(second)]?.item ?? second ?? '');
  return first === 'hiddenCosts' ? hiddenField(second ?? '') : (first ?? '');
}

const faultOf = (name: string): string =>
  name === 'years' || name === 'validUntil' || name === 'assumptions' ? name : 'amount';
