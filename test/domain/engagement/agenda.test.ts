import { addBusinessDays } from '../../../domain/calendar/calendar';
import { localDate } from '../../../domain/calendar/zone';
import { agendaAfter, type AgendaInput, compareAgenda } from '../../../domain/engagement/agenda';
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

test('the month that ends a quarter is reviewed with its quarter', () => {
  expect(keys('review-open').slice(0, 4)).toEqual([
    'review-open:2026-01',
    'review-open:2026-02',
    'review-open:2026-Q1',
    'review-open:2026-04',
  ]);
});

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
