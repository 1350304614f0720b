import { readCard } from '../../../domain/improvement/evidence';
import type { KpiDefinition } from '../../../domain/kpi/record-schema';

const kpi = (part: Partial<KpiDefinition> = {}): KpiDefinition => ({
  key: 'a',
  name: 'A',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 95,
  ...part,
});
const rated = (value: number | null, score: number | null = 0) =>
  ({ key: 'a', value, score, status: value === null ? 'missing' : 'rated' }) as const;

describe('a card says of a KPI', () => {
  test.each([
    ['red beyond its red threshold', kpi({ red: 85 }), 84, 40, true, false],
    ['not red on the threshold itself', kpi({ red: 85 }), 85, 40, false, false],
    ['red below a score of 50 where it has no threshold', kpi(), 84, 49.9, true, false],
    ['not red at a score of 50', kpi(), 87.5, 50, false, false],
    ['that it met its target', kpi(), 95, 100, false, true],
    [
      'the same of one that is to be small',
      kpi({ direction: 'minimise', target: 4, floor: 10, red: 8 }),
      4,
      100,
      false,
      true,
    ],
    [
      'red where one that is to be small is large',
      kpi({ direction: 'minimise', target: 4, red: 8 }),
      9,
      0,
      true,
      false,
    ],
    ['nothing good or bad without a value', kpi({ red: 85 }), null, null, false, false],
  ])('%s', (_name, definition, value, score, isRed, meets) => {
    const [reading] = readCard({ period: '2027-01', kpis: [rated(value, score)] }, [definition]);
    expect(reading).toEqual({ kpi: 'a', period: '2027-01', value, target: definition.target, isRed, meets });
  });

  test('nothing where no definition knows it', () => {
    expect(readCard({ period: '2027-01', kpis: [rated(1)] }, [])).toEqual([]);
  });
});
