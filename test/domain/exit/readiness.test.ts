import fc from 'fast-check';
import { estimateMigration } from '../../../domain/exit/migration-estimate';
import { freshness, scoreReadiness } from '../../../domain/exit/readiness';
import { ExitReadinessInput, MigrationEstimateInput } from '../../../domain/exit/readiness-schema';

const parts = (
  plan: number,
  alternatives: number,
  dataExportProven: number,
  accessInventory: number,
  knowledgeTransfer: number,
  financeKnown: number,
) => ({
  plan,
  alternatives,
  dataExportProven,
  accessInventory,
  knowledgeTransfer,
  financeKnown,
});

describe('exit readiness', () => {
  test.each([
    [[1, 0.5, 1, 1, 0.4, 0], 66],
    [[0, 0, 0, 0, 0, 0], 0],
    [[1, 1, 1, 1, 1, 1], 100],
    [[1 / 3, 0, 0, 0, 0, 0], 6.6667],
  ] as const)('of %j is %d', (values, score) =>
    expect(scoreReadiness(parts(...(values as unknown as Parameters<typeof parts>)))).toEqual({ score }),
  );

  test('never falls when a part gets better', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (a, b, c) => {
        const of = (plan: number) => scoreReadiness(parts(plan, b, c, a, b, c)).score;
        expect(of(Math.max(a, b))).toBeGreaterThanOrEqual(of(Math.min(a, b)));
      }),
    );
  });

  test('parts are shares', () =>
    expect(ExitReadinessInput.safeParse(parts(1.1, 0, 0, 0, 0, 0)).error?.issues[0]?.path).toEqual(['plan']));

  test.each([
    [null, 0],
    ['2026-10-01', 1],
    ['2025-10-31', 1],
    ['2025-10-30', 0.5],
    ['2024-10-31', 0.5],
    ['2024-10-30', 0],
  ])('evidence of %s is worth %d on 31 October 2026', (provenOn, worth) =>
    expect(freshness(provenOn, '2026-10-31')).toBe(worth),
  );
});

describe('a migration estimate', () => {
  const estimate = (changes: Partial<MigrationEstimateInput> = {}) =>
    estimateMigration({ sampleBytes: 1_000_000, sampleHours: 2, totalBytes: 24_000_000, noticeDays: 3, ...changes });

  test('extrapolates the sample with a margin', () =>
    expect(estimate()).toEqual({ bytesPerHour: 500_000, hours: 62.4, days: 2.6, flags: [] }));

  test.each([
    [2.6, []],
    [2.5999, ['EXIT_SLOWER_THAN_NOTICE']],
    [0, ['EXIT_SLOWER_THAN_NOTICE']],
  ])('against a notice of %d days is flagged %j', (noticeDays, flags) =>
    expect(estimate({ noticeDays }).flags).toEqual(flags),
  );

  test('of nothing takes no time', () =>
    expect(estimate({ totalBytes: 0, noticeDays: 0 })).toMatchObject({ hours: 0, flags: [] }));

  test.each([
    ['sampleBytes', { sampleBytes: 0 }],
    ['sampleHours', { sampleHours: 0 }],
    ['totalBytes', { totalBytes: -1 }],
  ])('needs a real %s', (path, changes) =>
    expect(
      MigrationEstimateInput.safeParse({ sampleBytes: 1, sampleHours: 1, totalBytes: 1, noticeDays: 1, ...changes })
        .error?.issues[0]?.path,
    ).toEqual([path]),
  );
});
