import Big from 'big.js';
import { moneyText } from '../amount';
import { sum } from '../decimal';
import type { Issue } from '../errors';
import type { MoneyText } from '../money';
import type { Quote } from '../vendor/record-schema';
import { type BidContent, HIDDEN_COSTS, type TenderItem } from './schema';

interface Asked {
  readonly items: readonly TenderItem[];
  readonly currency: string;
}

/** Everything that keeps a bid from being handed in; `[]` when it is whole and adds up. */
export function bidIssues(bid: BidContent, { items, currency }: Asked): readonly Issue[] {
  const foreign = moneyOf(bid).flatMap(([path, money]) =>
    money.currency === currency ? [] : [issue(`${path}.currency`, `must be ${currency}, the currency of the tender`)],
  );
  return foreign.length > 0
    ? foreign
    : [...lineIssues(bid, items), ...sumIssues(bid, { items, currency }), ...openCosts(bid)];
}

const issue = (path: string, message: string): Issue => ({ path, message });

function moneyOf(bid: BidContent): readonly (readonly [string, MoneyText])[] {
  const hidden = HIDDEN_COSTS.flatMap((name) => {
    const cost = bid.hiddenCosts[name];
    return cost ? [[`hiddenCosts.${name}`, cost] as const] : [];
  });
  const lines = bid.lines.map(({ unitPrice }, index) => [`lines.${index}.unitPrice`, unitPrice] as const);
  return [['oneOff', bid.oneOff], ['annual', bid.annual], ...hidden, ...lines];
}

function lineIssues({ lines }: BidContent, items: readonly TenderItem[]): readonly Issue[] {
  const unknown = lines.flatMap(({ item }, index) =>
    items.some(({ key }) => key === item) ? [] : [issue(`lines.${index}.item`, 'is not an item of the tender')],
  );
  const missing = items.filter(({ key }) => !lines.some(({ item }) => item === key));
  return [...unknown, ...missing.map(({ key }) => issue(`lines.${key}`, 'has no price'))];
}

/** Totals that name another sum than the lines do would leave open which one counts. */
function sumIssues(bid: BidContent, { items, currency }: Asked): readonly Issue[] {
  return (['oneOff', 'annual'] as const).flatMap((charge) => {
    if (!items.some((item) => item.charge === charge)) return [];
    const total = lineTotal(bid, { items, currency }, charge);
    return new Big(bid[charge].amount).eq(total.amount)
      ? []
      : [issue(charge, `is not the sum of its lines, ${total.amount} ${total.currency}`)];
  });
}

const openCosts = ({ hiddenCosts }: BidContent): readonly Issue[] =>
  HIDDEN_COSTS.flatMap((name) =>
    hiddenCosts[name] === null ? [issue(`hiddenCosts.${name}`, 'must be answered: 0 where there is none')] : [],
  );

/** What the lines of one kind of charge come to, quantity times price of one unit. */
export function lineTotal(
  { lines }: Pick<BidContent, 'lines'>,
  { items, currency }: Asked,
  charge: TenderItem['charge'],
): MoneyText {
  const parts = items
    .filter((item) => item.charge === charge)
    .map(({ key, quantity }) => {
      const line = lines.find(({ item }) => item === key);
      return line ? new Big(line.unitPrice.amount).times(quantity) : new Big(0);
    });
  return moneyText(sum(parts), currency);
}

/** The part of a bid that evaluations compare. */
export const quoteOf = ({ oneOff, annual, years, hiddenCosts, validUntil }: BidContent): Quote => ({
  oneOff,
  annual,
  years,
  hiddenCosts,
  ...(validUntil !== undefined && { validUntil }),
});
