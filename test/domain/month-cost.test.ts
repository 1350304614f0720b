import fc from 'fast-check';
import { SHIPPED_MANAGEMENT_RULES } from '../../domain/delivery/ledger-settings';
import type { MonthCost, RoleRate } from '../../domain/delivery/ledger-schema';
import { type EndedTask, type LedgerFacts, monthCost } from '../../domain/delivery/month-cost';
import { overrunOf } from '../../domain/delivery/overrun';
import { rateOn } from '../../domain/delivery/role-rates';
import { dayObjection, timesheetAccess } from '../../domain/delivery/timesheet';
import { vendorSpendOf } from '../../domain/delivery/vendor-spend';
import { workCalendarFor } from '../../domain/calendar/choice';
import { aPerson } from '../builders';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const at = (text: string): number => Date.parse(`${text}:00Z`);
const rate = (role: string, amount: string, from = '2026-01-01'): RoleRate => ({ role, from, perHour: cny(amount) });
const task = (part: Partial<EndedTask> = {}): EndedTask => ({
  source: 'approval',
  personId: 'a',
  role: 'owner',
  activeAt: at('2026-10-01T09:00'),
  endedAt: at('2026-10-01T11:00'),
  ...part,
});
const line = (hours: number, on = '2026-10-05', personId = 'a', role = 'owner') => ({ personId, on, hours, role });

const facts = (part: Partial<LedgerFacts> = {}): LedgerFacts => ({
  timeZone: 'UTC',
  currency: 'CNY',
  tasks: [],
  timesheets: [],
  rates: [rate('owner', '400.00'), rate('finance', '200.00')],
  rules: SHIPPED_MANAGEMENT_RULES,
  calendarOf: () => workCalendarFor('UTC', null),
  planBp: 300,
  ...part,
});
const october = (part: Partial<LedgerFacts> = {}, spend = '10000.00') => monthCost('2026-10', facts(part), cny(spend));

describe('the cost of a month', () => {
  test('is nothing when nothing was done', () =>
    expect(october()).toEqual({
      month: '2026-10',
      cost: cny('0.00'),
      vendorSpend: cny('10000.00'),
      hours: 0,
      unpricedHours: 0,
      waitingHours: 0,
      tasks: 0,
      lines: [],
      ratioBp: 0,
      planBp: 300,
      overPlan: false,
    }));

  test('counts the usual effort of each task, and how long it lay there in business hours', () => {
    const tasks = [
      task(),
      // From Friday afternoon to Monday morning: one hour of each day.
      task({ source: 'action-item', activeAt: at('2026-10-02T16:00'), endedAt: at('2026-10-05T10:00') }),
      task({ role: 'finance', personId: 'b', source: 'exit-task', activeAt: at('2026-10-06T09:00'), endedAt: at('2026-10-06T09:00') }), // prettier-ignore
    ];
    expect(october({ tasks })).toMatchObject({
      cost: cny('500.00'),
      hours: 1.75,
      waitingHours: 4,
      tasks: 3,
      ratioBp: 500,
      overPlan: true,
      lines: [
        { role: 'finance', source: 'exit-task', hours: 1, cost: cny('200.00') },
        { role: 'owner', source: 'action-item', hours: 0.5, cost: cny('200.00') },
        { role: 'owner', source: 'approval', hours: 0.25, cost: cny('100.00') },
      ],
    });
  });

  test('takes the hours that somebody wrote in place of the usual effort of their tasks, and of theirs alone', () => {
    const both = { tasks: [task(), task({ personId: 'b', role: 'finance' })], timesheets: [line(3), line(2)] };
    expect(october(both)).toMatchObject({
      hours: 5.25,
      tasks: 2,
      waitingHours: 4,
      lines: [
        { role: 'finance', source: 'approval' },
        { role: 'owner', source: 'timesheet', hours: 5 },
      ],
    });
    const takenBack = { ...both, timesheets: [line(3), line(-3)] };
    expect(october(takenBack)).toMatchObject({ hours: 0.5 });
    const ofAnotherMonth = { ...both, timesheets: [line(3, '2026-09-30')] };
    expect(october(ofAnotherMonth)).toMatchObject({ hours: 0.5 });
  });

  test('counts what was ended within the month where the engagement is', () => {
    const edge = { tasks: [task({ endedAt: at('2026-09-30T16:30') })], timeZone: 'Asia/Shanghai' };
    expect(october(edge).tasks).toBe(1);
    expect(october({ ...edge, timeZone: 'UTC' }).tasks).toBe(0);
  });

  test('shows hours that no rate prices instead of hiding them', () =>
    expect(october({ timesheets: [line(2, '2026-10-05', 'a', 'clerk'), line(1)] })).toMatchObject({
      cost: cny('400.00'),
      hours: 3,
      unpricedHours: 2,
      lines: [
        { role: 'clerk', hours: 2, cost: null },
        { role: 'owner', hours: 1 },
      ],
    }));

  test.each([
    ['at exactly one and a half times the plan is not over', '450.00', '100', 300, false],
    ['above it is', '450.01', '100', 300, true],
    ['without spend has no ratio', '450.00', '0', 300, null],
    ['without a plan has nothing to compare', '450.00', '100', null, null],
  ])('%s', (_, perHour, spend, planBp, overPlan) => {
    const rates = [rate('owner', perHour)];
    const month = october({ rates, timesheets: [line(1)], planBp }, `${Number(spend) * 100}.00`);
    expect(month.overPlan).toBe(overPlan);
  });

  test('is the sum of its lines, whatever the order of what was written', () => {
    const hours = fc.integer({ min: 1, max: 2400 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(fc.array(fc.tuple(hours, fc.constantFrom('owner', 'finance', 'clerk'))), (given) => {
        const timesheets = given.map(([count, role]) => line(count, '2026-10-07', 'a', role));
        const month = october({ timesheets });
        expect(october({ timesheets: timesheets.toReversed() })).toEqual(month);
        const total = month.lines.reduce((sum, { cost }) => sum + Math.round(Number(cost?.amount ?? 0) * 100), 0);
        expect(total).toBe(Math.round(Number(month.cost.amount) * 100));
        expect(month.hours).toBeCloseTo(
          given.reduce((sum, [count]) => sum + count, 0),
          6,
        );
      }),
    );
  });
});

describe('the rate of a role', () => {
  const rates = [
    rate('owner', '400', '2026-01-01'),
    rate('owner', '500', '2026-07-01'),
    rate('any', '100', '2026-03-01'),
    { ...rate('finance', '90'), perHour: { amount: '90', currency: 'USD' } },
  ];
  test.each([
    ['owner', '2026-06-30', '400'],
    ['owner', '2026-07-01', '500'],
    ['owner', '2025-12-31', null],
    ['finance', '2026-06-30', '100'],
    ['finance', '2026-02-28', null],
  ])('of %s on %s is %s', (role, on, amount) =>
    expect(rateOn(rates, { role, on, currency: 'CNY' })?.perHour.amount ?? null).toBe(amount),
  );
});

describe('what the vendor gets for a month', () => {
  const spend = { currency: 'CNY', liveOn: '2026-10-16', serviceEnd: '2027-01-11', monthlyFee: cny('3100.00'), oneOffs: [{ on: '2026-10-16', money: cny('50.00') }] }; // prettier-ignore
  test.each([
    ['2026-09', '0.00'],
    ['2026-10', '1650.00'],
    ['2026-11', '3100.00'],
    ['2027-01', '1000.00'],
    ['2027-02', '0.00'],
  ])('in %s is %s', (month, amount) => expect(vendorSpendOf(month, spend)).toEqual(cny(amount)));

  test('without a contract, or in another currency, is nothing', () => {
    expect(vendorSpendOf('2026-11', { ...spend, monthlyFee: null })).toEqual(cny('0.00'));
    expect(vendorSpendOf('2026-11', { ...spend, monthlyFee: { amount: '1', currency: 'USD' } })).toEqual(cny('0.00'));
  });
});

describe('the alarm of the ledger', () => {
  const month = (name: string, overPlan: boolean | null): MonthCost => ({ ...october(), month: name, closed: true, overPlan }); // prettier-ignore
  test.each([
    ['two months in a row', [month('2026-09', true), month('2026-10', true)], true],
    ['one month', [month('2026-10', true)], false],
    ['one month after a good one', [month('2026-09', false), month('2026-10', true)], false],
    ['two months with one between', [month('2026-08', true), month('2026-10', true)], false],
    [
      'two bad months before a good one',
      [month('2026-08', true), month('2026-09', true), month('2026-10', false)],
      false,
    ],
    ['a month that has nothing to compare', [month('2026-09', null), month('2026-10', true)], false],
    ['the turn of the year', [month('2026-12', true), month('2027-01', true)], true],
  ] as [string, MonthCost[], boolean][])('%s', (_, months, raised) =>
    expect(overrunOf(months, SHIPPED_MANAGEMENT_RULES)?.rule ?? null).toBe(raised ? 'MGMT_COST_OVERRUN' : null),
  );
});

describe('hours', () => {
  const me = aPerson({ roles: ['finance'] });
  test.each([
    ['of one’s own are written by oneself', me, me.id, null],
    ['of others are not', me, 'other', 'FORBIDDEN'],
    ['of others are written by an administrator', aPerson({ roles: ['admin'] }), 'other', null],
    ['of others are written by the owner', aPerson({ id: 'owner', roles: ['manager'] }), 'other', null],
    ['are not the vendor’s to write', aPerson({ id: 'v', roles: ['vendor'] }), 'v', 'FORBIDDEN'],
  ])('%s', (_, writer, personId, code) =>
    expect(timesheetAccess({ writer, personId, ownerId: 'owner' })?.code ?? null).toBe(code),
  );

  test.each([
    ['2026-10-05', null],
    ['2026-10-06', 'INVALID_FIELDS'],
    ['2026-07-31', 'INVALID_FIELDS'],
    ['2026-09-30', 'STATE_CONFLICT'],
  ])('of %s are refused with %s', (on, code) => {
    const ledger = { state: 'IN_SERVICE' as const, today: '2026-10-05', since: '2026-08-01', closedMonths: new Set(['2026-09']) }; // prettier-ignore
    expect(dayObjection(on, ledger)?.code ?? null).toBe(code);
    expect(dayObjection('2026-10-05', { ...ledger, state: 'CLOSED' })?.code).toBe('STATE_CONFLICT');
  });
});
