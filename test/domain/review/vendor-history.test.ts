import { SHIPPED_SCORE_RULES } from '../../../domain/review/rules';
import { type ScoredEngagement, vendorHistory } from '../../../domain/review/vendor-history';

const engagement = (
  cards: Readonly<Record<string, number | null>>,
  part: Partial<ScoredEngagement> = {},
): ScoredEngagement => ({
  cards: Object.entries(cards).map(([period, score]) => ({ period, score })),
  ended: false,
  spend: 100,
  currency: 'CNY',
  ...part,
});
const history = (...list: ScoredEngagement[]) =>
  vendorHistory(list, SHIPPED_SCORE_RULES).map(({ period, score, rolling }) => [period, score, rolling]);

describe('the history of a vendor’s score', () => {
  test('weighs its engagements by what they cost, and goes on with the rolling score of one that was not rated', () => {
    // Rolling, newest first by (12 - n)/12: (60·12 + 80·11)/23 = 69.5652.
    expect(
      history(engagement({ '2026-08': 80, '2026-09': 60 }, { spend: 300 }), engagement({ '2026-08': 40 })),
    ).toEqual([
      ['2026-08', 70, 70],
      ['2026-09', 60, 62.1739],
    ]);
  });

  test('leaves a gap where nothing was rated, and ends with the newest rated period', () =>
    expect(history(engagement({ '2026-06': 80, '2026-07': null, '2026-08': 80, '2026-09': null }))).toEqual([
      ['2026-06', 80, 80],
      ['2026-07', null, 80],
      ['2026-08', 80, 80],
    ]));

  test('goes by the shortest periods; a longer one counts where it ends', () => {
    expect(history(engagement({ '2026-Q1': 70 }), engagement({ '2026-03': 90, '2026-04': 90 }))).toEqual([
      ['2026-03', 80, 80],
      ['2026-04', 90, 80],
    ]);
    expect(history(engagement({ '2025-Q4': 70, '2026-Q2': 50 })).map(([period]) => period)).toEqual([
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
    ]);
  });

  test('keeps an ended engagement where it had a part, and nowhere after', () =>
    expect(
      history(engagement({ '2026-01': 20 }, { ended: true }), engagement({ '2026-01': 80, '2026-02': 80 })),
    ).toEqual([
      ['2026-01', 50, 50],
      ['2026-02', 80, 80],
    ]));

  test('shows the newest twenty-four periods, and none where nothing was ever rated', () => {
    const months = Array.from({ length: 30 }, (_, n) => [
      `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
      n,
    ]);
    const found = history(engagement(Object.fromEntries(months) as Record<string, number>));
    expect([found.length, found[0]?.[0], found.at(-1)?.[0]]).toEqual([24, '2024-07', '2026-06']);
    expect(history(engagement({ '2026-01': null }))).toEqual([]);
    expect(history()).toEqual([]);
  });
});
