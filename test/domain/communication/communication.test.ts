import fc from 'fast-check';
import { workCalendarFor } from '../../../domain/calendar/choice';
import { responsesOf } from '../../../domain/communication/responsiveness';
import { CommunicationPlan } from '../../../domain/communication/schema';
import { silenceDays, silentFrom, SHIPPED_COMMUNICATION_RULES } from '../../../domain/communication/silence';
import type { Turn } from '../../../domain/issue/response-times';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MONDAY = Date.parse('2027-03-01T09:00:00Z');
const calendar = workCalendarFor('UTC', null);

const plan = (part: object = {}): object => ({
  cadence: 'monthly',
  channels: ['call'],
  contacts: [
    { name: 'Li', side: 'us', email: 'li@example.com', role: 'Service manager' },
    { name: 'Wu', side: 'vendor', email: 'wu@example.com', role: 'Account manager' },
  ],
  escalation: [{ level: 1, contact: 'wu@example.com', afterBusinessDays: 2 }],
  ...part,
});
const pathsOf = (body: object): readonly string[] =>
  (CommunicationPlan.safeParse(body).error?.issues ?? []).map(({ path }) => path.join('.'));

test.each([
  [{}, []],
  [{ cadence: { days: 10 } }, []],
  [{ cadence: { days: 0 } }, ['cadence.days']],
  [{ cadence: 'yearly' }, ['cadence']],
  [{ channels: [] }, ['channels']],
  [{ escalation: [] }, ['escalation']],
  [{ escalation: [{ level: 1, afterBusinessDays: 2 }] }, ['escalation.0.personId']],
  [{ escalation: [{ level: 1, contact: 'nobody@example.com', afterBusinessDays: 2 }] }, ['escalation.0.contact']],
  [
    {
      escalation: [
        { level: 2, contact: 'wu@example.com', afterBusinessDays: 5 },
        { level: 1, contact: 'li@example.com', afterBusinessDays: 2 },
      ],
    },
    ['escalation.1.level', 'escalation.1.afterBusinessDays'],
  ],
])('a plan with %j is refused at %j', (part, paths) => {
  expect(pathsOf(plan(part))).toEqual(paths);
});

test('a plan needs a contact of each side', () => {
  const own = (name: string) => ({ name, side: 'us', email: `${name}@example.com`, role: 'x' });
  const escalation = [{ level: 1, contact: 'a@example.com', afterBusinessDays: 0 }];
  expect(pathsOf(plan({ contacts: [own('a'), own('b')], escalation }))).toEqual(['contacts']);
});

test.each([
  [null, 45],
  ['weekly', 14],
  ['monthly', 20],
  [{ days: 7 }, 14],
  [{ days: 60 }, 45],
] as const)('with the cadence %j it is silent after %d days', (cadence, days) => {
  expect(silenceDays(cadence, SHIPPED_COMMUNICATION_RULES)).toBe(days);
});

test.each([
  ['nothing has begun', { lastContact: null, since: null, closedAt: null }, null],
  ['only an alarm was closed', { lastContact: null, since: null, closedAt: MONDAY }, null],
  ['service has begun', { lastContact: null, since: MONDAY, closedAt: null }, MONDAY + 20 * DAY],
  ['they spoke before it began', { lastContact: MONDAY - DAY, since: MONDAY, closedAt: null }, MONDAY + 20 * DAY],
  ['they spoke since', { lastContact: MONDAY + DAY, since: MONDAY, closedAt: null }, MONDAY + 21 * DAY],
  ['somebody took the alarm up', { lastContact: MONDAY, since: MONDAY, closedAt: MONDAY + 5 * DAY }, MONDAY + 25 * DAY],
])('silence counts where %s', (_words, talking, expected) => {
  expect(silentFrom(talking, 20)).toBe(expected);
});

test('a later contact never brings the silence forward', () => {
  const at = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null });
  fc.assert(
    fc.property(at, at, at, fc.integer({ min: 0, max: 1_000 }), (lastContact, since, closedAt, later) => {
      const before = silentFrom({ lastContact, since, closedAt }, 20);
      const after = silentFrom({ lastContact: Math.max(lastContact ?? 0, later), since, closedAt }, 20);
      expect(after).toBeGreaterThanOrEqual(before ?? 0);
    }),
  );
});

describe('the trend of answers', () => {
  const turns = (hours: readonly number[]): readonly Turn[] =>
    hours.map((n, index) => {
      const askedAt = MONDAY + index * 7 * DAY;
      return { side: 'vendor', askedAt, answeredAt: askedAt + n * HOUR };
    });

  test.each([
    [[1, 1, 1, 4, 4, 4], 'slower'],
    [[4, 4, 4, 1, 1, 1], 'faster'],
    [[4, 4, 4, 4, 4.5, 4], 'steady'],
    [[4, 4, 4, 4, 4], null],
    [[0, 0, 0, 0, 0, 0], 'steady'],
  ] as const)('of %j is %s', (hours, trend) => {
    expect(responsesOf(turns(hours), 'vendor', calendar).trend).toBe(trend);
    expect(responsesOf(turns(hours), 'us', calendar)).toEqual({
      n: 0,
      meanHours: null,
      medianHours: null,
      trend: null,
    });
  });
});
