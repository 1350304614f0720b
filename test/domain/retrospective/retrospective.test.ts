import { contractYears, outcomeOf } from '../../../domain/retrospective/retrospective';

const ends = (start: string, after: string, n: number): readonly string[] =>
  contractYears(start, after)
    .slice(0, n)
    .map(({ anniversary }) => anniversary);

describe('contract years', () => {
  test.each<[string, string, readonly string[]]>([
    ['2026-03-15', '2026-03-15', ['2027-03-15', '2028-03-15', '2029-03-15']],
    ['2026-01-31', '2026-01-01', ['2027-01-31', '2028-01-31', '2029-01-31']],
    // The end of February is kept, not the 28th.
    ['2028-02-29', '2028-02-29', ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
    ['2020-06-01', '2026-06-01', ['2027-06-01', '2028-06-01']],
  ])('from %s that end after %s', (start, after, expected) => {
    expect(ends(start, after, expected.length)).toEqual(expected);
  });

  test('begin where the one before ended, and are named by the year in which they end', () => {
    const [first, second] = contractYears('2028-02-29', '2028-02-29');
    expect(first).toEqual({ year: 2029, from: '2028-02-29', anniversary: '2029-02-28' });
    expect(second).toEqual({ year: 2030, from: '2029-02-28', anniversary: '2030-02-28' });
  });
});

test('what nobody measured is not met', () => {
  const measures = [
    { name: 'Answered', baseline: 62, target: 80 },
    { name: 'Cost per call', baseline: 9, target: 6 },
  ];
  expect(outcomeOf(measures, null)).toMatchObject({ met: 0, measured: 0, metBp: 0 });
  const content = { measures: [{ name: 'Answered', actual: 81 }] };
  expect(outcomeOf(measures, content)).toMatchObject({ met: 1, measured: 1, metBp: 5000 });
});
