import fc from 'fast-check';
import { SwotInput } from '../../../domain/planning/schema';
import { scoreSwot } from '../../../domain/planning/swot';

const item = fc.record({
  quadrant: fc.constantFrom('S' as const, 'W' as const, 'O' as const, 'T' as const),
  impact: fc.integer({ min: 1, max: 5 }),
  fit: fc.integer({ min: 1, max: 5 }),
});
const items = fc.array(item, { minLength: 1, maxLength: 40 });

const EXAMPLE: SwotInput['items'] = [
  { quadrant: 'S', impact: 4, fit: 3 },
  { quadrant: 'S', impact: 3, fit: 2 },
  { quadrant: 'W', impact: 3, fit: 3 },
  { quadrant: 'O', impact: 5, fit: 2 },
  { quadrant: 'O', impact: 2, fit: 2 },
  { quadrant: 'T', impact: 4, fit: 4 },
];

describe('a SWOT', () => {
  test('weighs impact times fit and nets strengths and chances against the rest', () =>
    expect(scoreSwot({ items: EXAMPLE })).toEqual({ totals: { S: 18, W: 9, O: 14, T: 16 }, net: 7, index: 0.1228 }));

  test.each([
    ['S', 1],
    ['O', 1],
    ['W', -1],
    ['T', -1],
  ] as const)('of nothing but %s has the index %i', (quadrant, index) =>
    expect(scoreSwot({ items: [{ quadrant, impact: 2, fit: 5 }] }).index).toBe(index),
  );

  test('has an index from −1 to 1 that does not depend on the order', () => {
    fc.assert(
      fc.property(items, (some) => {
        const { index, net, totals } = scoreSwot({ items: some });
        expect(Math.abs(index)).toBeLessThanOrEqual(1);
        expect(net).toBe(totals.S + totals.O - totals.W - totals.T);
        expect(scoreSwot({ items: some.toReversed() })).toEqual({ index, net, totals });
      }),
    );
  });

  test('with texts pairs the three weightiest entries of an inner and an outer quadrant, the strongest pairs first', () => {
    const many = [1, 5, 3, 4].map((impact) => ({ quadrant: 'S' as const, impact, fit: 1, text: `s${impact}` }));
    const threats = [2, 1].map((impact) => ({ quadrant: 'T' as const, impact, fit: 1, text: `t${impact}` }));
    const { tows } = scoreSwot({ items: [...many, ...threats] });
    expect(tows?.ST).toEqual({
      inner: [5, 4, 3].map((weight) => ({ text: `s${weight}`, weight })),
      outer: [2, 1].map((weight) => ({ text: `t${weight}`, weight })),
      pairs: [
        { inner: 's5', outer: 't2', weight: 7 },
        { inner: 's5', outer: 't1', weight: 6 },
        { inner: 's4', outer: 't2', weight: 6 },
      ],
    });
    expect(tows?.SO.pairs).toEqual([]);
    expect(tows?.WO).toEqual({ inner: [], outer: [], pairs: [] });
  });

  test('without the text of every entry names no pairs', () =>
    expect(scoreSwot({ items: [...EXAMPLE, { quadrant: 'S', impact: 1, fit: 1, text: 's' }] })).not.toHaveProperty(
      'tows',
    ));

  test.each([
    ['items', { items: [] }],
    ['items.0.impact', { items: [{ quadrant: 'S', impact: 6, fit: 1 }] }],
    ['items.0.fit', { items: [{ quadrant: 'S', impact: 1, fit: 0 }] }],
    ['items.0.impact', { items: [{ quadrant: 'S', impact: 1.5, fit: 1 }] }],
    ['items.0.quadrant', { items: [{ quadrant: 'X', impact: 1, fit: 1 }] }],
    ['items.0', { items: [{ quadrant: 'S', impact: 1, fit: 1, extra: 1 }] }],
    ['items', {}],
  ])('names %s when it is wrong', (path, body) =>
    expect(SwotInput.safeParse(body).error?.issues[0]?.path.join('.')).toBe(path),
  );
});
