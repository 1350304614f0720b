import { addBusinessDays } from '../../../domain/calendar/calendar';
import { localDate } from '../../../domain/calendar/zone';
import {
  agendaAfter,
  type AgendaInput,
  compareAgenda,
  mergeAgenda,
  REVIEW_RHYTHMS,
} from '../../../domain/engagement/agenda';
import { endsContractYear } from '../../../domain/engagement/contract-year';
import { foreseen } from '../../../domain/engagement/foreseen';
import { shipped } from '../../calendars';

const calendar = shipped('us');
const input: AgendaInput = {
  timeZone: 'America/New_York',
  calendar,
  liveOn: '2026-01-01',
  frequencies: ['monthly'],
  term: {
    currentEnd: '2027-01-01',
    noticeDeadline: '2026-10-01',
    reminders: ['2026-09-01', '2026-09-24', '2026-10-01'],
  },
  contractStart: '2026-01-01',
  reviews: 'monthly',
  serviceEnd: null,
};
const start = { at: Date.parse('2026-01-01T12:00:00Z'), key: '' };
const all = agendaAfter(input, start, 1_000);
const keys = (kind: string): readonly string[] => all.filter((item) => item.kind === kind).map(({ key }) => key);

test('every month is collected, recalled three times and closed', () => {
  const january = all.filter(({ facts }) => facts['period'] === '2026-01').map(({ kind }) => kind);

  expect(january).toEqual(['kpi-open', 'kpi-reminder', 'kpi-reminder', 'kpi-reminder', 'kpi-close', 'review-open']);
});

test('values are due five business days after the period ends', () => {
  const open = all.find(({ key }) => key === 'kpi-open:2026-01');

  expect(open?.facts['due']).toBe(addBusinessDays(calendar, '2026-02-01', 5));
  expect(localDate(input.timeZone, open?.at ?? 0)).toBe('2026-02-01');
});

test('half-years and years are collected like months, after their last day', () => {
  const plan = { ...input, frequencies: ['half-yearly', 'yearly'] as const };
  const opened = (from: string): readonly string[] =>
    agendaAfter(plan, { at: Date.parse(from), key: '' }, 1_000)
      .filter(({ kind }) => kind === 'kpi-open')
      .map(({ key, at }) => `${key} ${localDate(input.timeZone, at)}`);

  expect(opened('2026-05-20T12:00:00Z')[0]).toBe('kpi-open:2026-H1 2026-07-01');
  expect(opened('2026-11-20T12:00:00Z').slice(0, 2)).toEqual([
    'kpi-open:2026 2027-01-01',
    'kpi-open:2026-H2 2027-01-01',
  ]);
  const year = agendaAfter(plan, { at: Date.parse('2026-11-20T12:00:00Z'), key: '' }, 1_000);
  expect(year.filter(({ facts }) => facts['period'] === '2026').map(({ kind }) => kind)).toEqual([
    'kpi-open',
    'kpi-reminder',
    'kpi-reminder',
    'kpi-reminder',
    'kpi-close',
  ]);
});

test('the month that ends a quarter is reviewed with its quarter', () => {
  expect(keys('review-open').slice(0, 4)).toEqual([
    'review-open:2026-01',
    'review-open:2026-02',
    'review-open:2026-Q1',
    'review-open:2026-04',
  ]);
});

test.each(REVIEW_RHYTHMS)(
  'a service whose reviews are %s meets its vendor for every quarter, also without a single KPI',
  (reviews) => {
    const items = agendaAfter({ ...input, reviews, frequencies: [] }, start, 1_000);
    const reviewed = items.filter(({ kind }) => kind === 'review-open').map(({ facts }) => facts['period']);
    expect(reviewed).toEqual(expect.arrayContaining(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']));
  },
);

test('a review is opened after the values of its month are closed', () => {
  const at = (key: string): number => all.find((item) => item.key === key)?.at ?? Number.NaN;

  expect(at('review-open:2026-01')).toBeGreaterThan(at('kpi-close:2026-01'));
});

test('notice is recalled on each day, then the deadline and the end pass', () => {
  const term = all.filter(({ kind }) => kind.startsWith('notice') || kind === 'term-end');

  expect(term.map(({ kind, at }) => [kind, localDate(input.timeZone, at)])).toEqual([
    ['notice-reminder', '2026-09-01'],
    ['notice-reminder', '2026-09-24'],
    ['notice-reminder', '2026-10-01'],
    ['notice-deadline', '2026-10-02'],
    ['term-end', '2027-01-01'],
  ]);
});

test('keys are unique and items come in order', () => {
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  expect([...all].sort(compareAgenda)).toEqual(all);
});

test('going on from any item gives exactly the items after it', () => {
  for (const [index, item] of all.slice(0, 60).entries()) {
    expect(agendaAfter(input, item, 5)).toEqual(all.slice(index + 1, index + 6));
  }
});

test('nothing of a period that begins after the end of the service comes round', () => {
  const ended = agendaAfter({ ...input, serviceEnd: '2026-03-15' }, start, 1_000);

  expect(ended.filter(({ kind }) => kind === 'kpi-close').map(({ key }) => key)).toEqual([
    'kpi-close:2026-01',
    'kpi-close:2026-02',
    'kpi-close:2026-03',
  ]);
  expect(ended.some(({ kind }) => kind === 'notice-reminder')).toBe(false);
});

test('without KPIs reviews still come round', () => {
  const kinds = new Set(agendaAfter({ ...input, frequencies: [], term: null }, start, 100).map(({ kind }) => kind));

  expect([...kinds]).toEqual(['review-open']);
});

describe('the year of the contract', () => {
  const reviews = (part: Partial<AgendaInput>, count = 12) =>
    agendaAfter({ ...input, frequencies: [], term: null, ...part }, start, 100)
      .filter(({ kind }) => kind === 'review-open')
      .slice(0, count)
      .map(({ facts }) => `${facts['kind']} ${facts['period']}`);

  test('is reviewed with the quarter in which it ends, in one meeting', () => {
    expect(reviews({ contractStart: '2025-08-15' })).toEqual([
      'monthly 2026-01',
      'monthly 2026-02',
      'quarterly 2026-Q1',
      'monthly 2026-04',
      'monthly 2026-05',
      'quarterly 2026-Q2',
      'monthly 2026-07',
      'monthly 2026-08',
      'annual 2026-Q3',
      'monthly 2026-10',
      'monthly 2026-11',
      'quarterly 2026-Q4',
    ]);
  });

  test.each([
    ['2026-01-01', ['2026-Q4', '2027-Q4', '2028-Q4', '2029-Q4']],
    ['2026-04-01', ['2027-Q1', '2028-Q1', '2029-Q1']],
    // The year ends on the day before; month ends do not drift, and leap days come back.
    ['2026-01-31', ['2027-Q1', '2028-Q1', '2029-Q1']],
    ['2024-02-29', ['2025-Q1', '2026-Q1', '2027-Q1', '2028-Q1', '2029-Q1']],
    ['2026-03-31', ['2027-Q1', '2028-Q1', '2029-Q1']],
  ])('of a contract from %s ends in %j', (contractStart, quarters) => {
    const all = [2024, 2025, 2026, 2027, 2028, 2029].flatMap((year) => [1, 2, 3, 4].map((n) => `${year}-Q${n}`));

    expect(all.filter((quarter) => endsContractYear(quarter, contractStart))).toEqual(quarters);
  });

  test('is not reviewed where there is no contract', () => {
    expect(reviews({ contractStart: null }).some((line) => line.startsWith('annual'))).toBe(false);
  });

  test('comes with its quarter where only quarters are reviewed', () => {
    expect(reviews({ contractStart: '2025-08-15', reviews: 'quarterly' }, 4)).toEqual([
      'quarterly 2026-Q1',
      'quarterly 2026-Q2',
      'annual 2026-Q3',
      'quarterly 2026-Q4',
    ]);
  });

  test('a service that began on the 31st is reviewed at the end of every month', () => {
    const ends = agendaAfter({ ...input, liveOn: '2026-01-31', frequencies: [] }, start, 100)
      .filter(({ kind }) => kind === 'review-open')
      .map(({ facts }) => facts['period']);
    expect(ends.slice(0, 3)).toEqual(['2026-02', '2026-Q1', '2026-04']);
  });
});

test('a plan never cuts through an instant, so that a deadline is done with what shares it', () => {
  const term = { currentEnd: '2027-01-01', noticeDeadline: '2026-09-30', reminders: [] };
  const dates = agendaAfter({ ...input, term }, start, 1_000);
  const before = dates.findIndex(({ key }) => key === 'kpi-open:2026-09');
  const both = dates.slice(before, before + 2);

  expect(both.map(({ key }) => key)).toEqual(['kpi-open:2026-09', 'notice-deadline:2027-01-01']);
  expect(agendaAfter({ ...input, term }, start, before + 1).slice(before)).toEqual(both);
  expect(mergeAgenda([dates.slice(before), dates.slice(0, before)], before + 1).slice(before)).toEqual(both);
});

test('a plan ends where the dates of periods are not worked out yet, unless none come any more', () => {
  const far = {
    ...input,
    frequencies: [],
    term: { currentEnd: '2030-01-01', noticeDeadline: '2029-10-01', reminders: [] },
  };
  const items = agendaAfter(far, start, 100);
  const end = Date.parse('2029-01-01T00:00:00Z');

  expect(items.at(-1)?.key).toBe('term-end:2030-01-01');
  expect(foreseen(far, start, items).at(-1)?.key).toBe('review-open:2027-04');
  expect(foreseen({ ...far, serviceEnd: '2026-06-01' }, start, items)).toEqual(items);
  expect(foreseen({ ...far, serviceEnd: '2029-06-01' }, start, items).every(({ at }) => at < end)).toBe(true);
});
