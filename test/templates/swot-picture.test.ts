import fc from 'fast-check';
import { QUADRANTS } from '../../domain/planning/catalogue';
import { drawSwot, type SwotEntry } from '../../templates/swot-picture';

const entry: fc.Arbitrary<SwotEntry> = fc.record({
  quadrant: fc.constantFrom(...QUADRANTS),
  text: fc.string({ minLength: 1 }),
  impact: fc.integer({ min: 1, max: 5 }),
  fit: fc.integer({ min: 1, max: 5 }),
  mitigation: fc.constant(null),
});

describe('the picture of a SWOT', () => {
  test('keeps every bubble inside its quadrant, numbered as the list beside it', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const { box, quadrants } = drawSwot(entries);
        expect(quadrants.map(({ key }) => key)).toEqual(QUADRANTS);
        for (const { x, y, bubbles, items, key } of quadrants) {
          expect(items).toHaveLength(entries.filter(({ quadrant }) => quadrant === key).length);
          expect(bubbles.map(({ n }) => n)).toEqual(items.map(({ n }) => n));
          for (const bubble of bubbles) {
            expect(bubble.x - bubble.r).toBeGreaterThanOrEqual(x - 1);
            expect(bubble.x + bubble.r).toBeLessThanOrEqual(x + box.width + 1);
            expect(bubble.y + bubble.r).toBeLessThanOrEqual(y + box.height + 1);
            expect(bubble.y - bubble.r).toBeGreaterThanOrEqual(y);
          }
        }
      }),
    );
  });

  test('puts the weightiest first and sums each quadrant', () => {
    const of = (text: string, impact: number, fit: number) => ({
      quadrant: 'S' as const,
      text,
      impact,
      fit,
      mitigation: null,
    });
    const [strengths] = drawSwot([of('light', 1, 2), of('heavy', 5, 5)]).quadrants;
    expect(strengths).toMatchObject({
      total: 27,
      items: [
        { n: 1, text: 'heavy', weight: 25 },
        { n: 2, weight: 2 },
      ],
    });
  });
});
