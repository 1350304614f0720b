import { bidIssues, lineTotal, quoteOf } from '../../../domain/tender/bid';
import type { BidContent, TenderItem } from '../../../domain/tender/schema';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const items: readonly TenderItem[] = [
  { key: 'setup', title: 'Setup', quantity: 1, unit: 'time', charge: 'oneOff' },
  { key: 'seats', title: 'Seats', quantity: 12.5, unit: 'seat', charge: 'annual' },
];
const none = cny('0.00');
const bid: BidContent = {
  lines: [
    { item: 'setup', unitPrice: cny('300.00') },
    { item: 'seats', unitPrice: cny('1000.01') },
  ],
  oneOff: cny('300.00'),
  annual: cny('12500.13'),
  years: 2,
  hiddenCosts: {
    transition: none,
    tooling: none,
    travel: none,
    changeRequests: none,
    taxes: none,
    fx: none,
    exit: none,
  },
};
const paths = (part: Partial<BidContent>) =>
  bidIssues({ ...bid, ...part }, { items, currency: 'CNY' }).map(({ path }) => path);

describe('a bid', () => {
  test('is whole when all lines are priced and add up, half a cent rounded up', () => {
    expect(paths({})).toEqual([]);
    expect(lineTotal(bid, { items, currency: 'CNY' }, 'annual')).toEqual(cny('12500.13'));
  });

  test.each<[string, Partial<BidContent>, readonly string[]]>([
    ['another total than its lines', { oneOff: cny('299.99') }, ['oneOff']],
    ['an item without a price', { lines: bid.lines.slice(0, 1), annual: none }, ['lines.seats']],
    [
      'a line for nothing that is bought',
      { lines: [...bid.lines, { item: 'gift', unitPrice: none }] },
      ['lines.2.item'],
    ],
    [
      'open hidden costs',
      { hiddenCosts: { ...bid.hiddenCosts, exit: null, fx: null } },
      ['hiddenCosts.fx', 'hiddenCosts.exit'],
    ],
    ['another currency', { annual: { amount: '1', currency: 'EUR' } }, ['annual.currency']],
  ])('with %s is refused', (_what, part, expected) => expect(paths(part)).toEqual(expected));

  test('may name any total of a kind of charge that no item asks for', () =>
    expect(
      bidIssues({ ...bid, lines: bid.lines.slice(1), oneOff: cny('5') }, { items: items.slice(1), currency: 'CNY' }),
    ).toEqual([]));

  test('is compared by its totals and hidden costs alone', () =>
    expect(quoteOf({ ...bid, assumptions: 'Two sites.', validUntil: '2027-01-31' })).toEqual({
      oneOff: bid.oneOff,
      annual: bid.annual,
      years: 2,
      hiddenCosts: bid.hiddenCosts,
      validUntil: '2027-01-31',
    }));
});
