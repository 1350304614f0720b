import { owedNextAt } from '../../../domain/kpi/due';
import { office } from '../../calendars';

const calendar = office();
const service = {
  calendar,
  liveOn: '2027-01-01',
  serviceEnd: null,
  judged: [],
  now: Date.parse('2027-04-20T09:00:00Z'),
};
const dayOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 10));

test.each([
  ['the period that is over, while nothing is said of it', {}, null, '2027-04-08'],
  ['the one that runs, once the last one was reported', {}, '2027-03', '2027-05-07'],
  ['the one that runs, once the last one was closed', { judged: ['2027-03'] }, null, '2027-05-07'],
  ['the last period, after the service has ended', { serviceEnd: '2027-04-01' }, null, '2027-04-08'],
  ['nothing, once there is no service in what is left', { serviceEnd: '2027-04-01' }, '2027-03', null],
  ['nothing, before the service begins', { liveOn: null }, null, null],
])('a KPI is owed next for %s', (_what, part, reported, day) => {
  expect(dayOf(owedNextAt('monthly', reported, { ...service, ...part }))).toBe(day);
});
