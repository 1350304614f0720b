import { agendaAfter, type AgendaInput } from '../../../domain/engagement/agenda';
import { isWhollySuspended, type Suspension } from '../../../domain/engagement/suspension';
import { office } from '../../calendars';

const at = (instant: string): number => Date.parse(`${instant}:00Z`);
const suspended = (from: string, to: string | null): Suspension => ({
  since: from.slice(0, 10),
  until: to?.slice(0, 10) ?? null,
  suspendedAt: at(from),
  resumedAt: to === null ? null : at(to),
});
const SERVED = { liveOn: '2027-01-10', serviceEnd: '2027-06-21' };

test.each([
  ['nothing was suspended', '2027-03', false, []],
  ['it was suspended on its last day but one', '2027-03', false, [suspended('2027-03-01T08:00', '2027-03-31T08:00')]],
  ['all of it lies in a suspension', '2027-03', true, [suspended('2027-02-20T08:00', '2027-04-02T08:00')]],
  ['it was suspended from its first day to the next period', '2027-03', true, [suspended('2027-03-01T08:00', '2027-04-01T08:00')]],
  ['a suspension has no end yet', '2027-05', true, [suspended('2027-04-30T08:00', null)]],
  ['two suspensions meet in it', '2027-03', true, [suspended('2027-02-20T08:00', '2027-03-15T08:00'), suspended('2027-03-15T09:00', '2027-04-01T08:00')]],
  ['a day was served between two suspensions', '2027-03', false, [suspended('2027-02-20T08:00', '2027-03-15T08:00'), suspended('2027-03-16T09:00', '2027-04-01T08:00')]],
  ['only the days of it before the service were not suspended', '2027-01', true, [suspended('2027-01-10T08:00', '2027-02-01T08:00')]],
  ['only the days of it after the service were not suspended', '2027-06', true, [suspended('2027-05-30T08:00', '2027-06-21T08:00')]],
  ['it lies behind the service', '2027-07', false, [suspended('2027-05-30T08:00', null)]],
  ['a quarter has a month that was served', '2027-Q2', false, [suspended('2027-05-01T08:00', null)]],
] as const)('of a period in which %s (%s) nothing is measured: %s', (_, period, wholly, suspensions) => {
  expect(isWhollySuspended(period, suspensions, SERVED)).toBe(wholly);
}); // prettier-ignore

const input = (part: Partial<AgendaInput> = {}): AgendaInput => ({
  timeZone: 'UTC',
  calendar: office({ timeZone: 'UTC' }),
  liveOn: '2027-01-01',
  frequencies: ['monthly'],
  term: null,
  contractStart: null,
  reviews: 'quarterly',
  serviceEnd: null,
  ...part,
});
const collections = (suspensions: readonly Suspension[], part: Partial<AgendaInput> = {}, after = '2027-02-15T00:00') =>
  agendaAfter(input({ suspensions, ...part }), { at: at(after), key: '' }, 200)
    .filter(({ kind }) => kind.startsWith('kpi-'))
    .map((item) => [item.key, new Date(item.at).toISOString().slice(0, 16)] as const);
const of = (period: string, all: ReturnType<typeof collections>) =>
  all.filter(([key]) => new RegExp(`:${period}(@|:|$)`).test(key));

test('a collection that a suspension falls into begins anew when the service goes on, with all of its time', () => {
  const all = collections([suspended('2027-03-03T15:00', '2027-04-12T10:30')]);
  expect(of('2027-02', all)).toEqual([
    ['kpi-open:2027-02@2027-04-12', '2027-04-12T10:30'],
    ['kpi-reminder:2027-02@2027-04-12:1', '2027-04-15T09:00'],
    ['kpi-reminder:2027-02@2027-04-12:2', '2027-04-19T09:00'],
    ['kpi-reminder:2027-02@2027-04-12:3', '2027-04-21T09:00'],
    ['kpi-close:2027-02@2027-04-12', '2027-04-21T09:30'],
  ]);
  // Of March two days were served: it is collected with February, and April on its own days.
  expect(of('2027-03', all)[0]).toEqual(['kpi-open:2027-03@2027-04-12', '2027-04-12T10:30']);
  expect(of('2027-04', all)[0]).toEqual(['kpi-open:2027-04', '2027-05-01T00:00']);
});

test('while a suspension lasts nothing is asked for, and a month of it never is', () => {
  expect(of('2027-02', collections([suspended('2027-03-03T15:00', null)]))).toEqual([]);
  const all = collections([suspended('2027-02-27T15:00', '2027-04-02T08:00')]);
  expect(of('2027-03', all)).toEqual([]);
  expect(of('2027-02', all)).toHaveLength(5);
});

test('what was closed before a suspension, or opens after it, is not touched by it', () => {
  const plain = collections([], {}, '2027-03-10T10:00');
  const all = collections([suspended('2027-03-10T10:00', '2027-03-20T08:00')], {}, '2027-03-10T10:00');
  expect(all).toEqual(plain);
});

test('what was served before a suspension that outlasts the notice is collected when the service ends', () => {
  const all = collections([suspended('2027-02-20T15:00', null)], { serviceEnd: '2027-05-11' });
  expect(of('2027-02', all)[0]).toEqual(['kpi-open:2027-02@2027-05-11', '2027-05-11T00:00']);
  expect(all.filter(([key]) => /2027-0[345]/.test(key.split('@')[0] ?? ''))).toEqual([]);
});

test('a suspension of most of a year loses nothing of what was served before', () => {
  const all = collections([suspended('2027-02-20T15:00', '2027-12-01T08:00')], {}, '2027-12-01T07:00');
  expect(of('2027-02', all)[0]).toEqual(['kpi-open:2027-02@2027-12-01', '2027-12-01T08:00']);
});

test('a review that a suspension keeps from opening is held when the service goes on, with all of its time', () => {
  const reviews = (suspensions: readonly Suspension[]) =>
    agendaAfter(input({ suspensions, reviews: 'monthly' }), { at: at('2027-03-01T00:00'), key: '' }, 200)
      .filter(({ kind }) => kind === 'review-open')
      .map(({ key, at: opens, facts }) => [key, new Date(opens).toISOString().slice(0, 16), facts['meetingOn']])
      .slice(0, 2);
  const plain = reviews([]);
  expect(plain).toEqual([
    ['review-open:2027-02', '2027-03-15T09:00', '2027-03-29'],
    ['review-open:2027-Q1', '2027-04-15T09:00', '2027-04-29'],
  ]);
  expect(reviews([suspended('2027-03-10T10:00', '2027-03-22T08:00')])).toEqual([
    ['review-open:2027-02@2027-03-22', '2027-04-05T09:00', '2027-04-19'],
    plain[1],
  ]);
  // Opened before, or behind it: nothing moves.
  expect(reviews([suspended('2027-03-15T09:01', '2027-03-22T08:00')])).toEqual(plain);
  expect(reviews([suspended('2027-03-02T10:00', '2027-03-15T08:00')])).toEqual(plain);
  expect(reviews([suspended('2027-03-10T10:00', null)])).toEqual([]);
});

test('nobody meets about a period of which nothing was served', () => {
  const suspensions = [suspended('2027-02-27T15:00', '2027-05-02T08:00')];
  const reviews = (reviewed: AgendaInput['reviews']) =>
    agendaAfter(input({ suspensions, reviews: reviewed }), { at: at('2027-02-28T00:00'), key: '' }, 60)
      .filter(({ kind }) => kind === 'review-open')
      .map(({ facts }) => facts['period'])
      .slice(0, 3);
  expect(reviews('monthly')).toEqual(['2027-02', '2027-Q1', '2027-05']);
  expect(reviews('quarterly')).toEqual(['2027-Q1', '2027-Q2', '2027-Q3']);
});
