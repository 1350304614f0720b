import fc from 'fast-check';
import { addDays } from '../../../domain/calendar/civil';
import {
  cancelMilestone,
  cancelObjection,
  changeObjection,
  deliverMilestone,
  deliverObjection,
  type Milestone,
  moveMilestone,
  planMilestone,
  planObjection,
  termsObjection,
} from '../../../domain/milestone/milestone';
import { countedDelivery, punctualityOf } from '../../../domain/milestone/punctuality';
import type { MilestoneVerdict } from '../../../domain/milestone/schema';
import {
  askAcceptance,
  judgeMilestone,
  judgeObjection,
  settleAcceptance,
  verdictFaults,
} from '../../../domain/milestone/verdict';
import { MILESTONE_STATES, type MilestoneState } from '../../../domain/milestone/words';

const NOW = Date.parse('2027-03-01T09:00:00Z');
const fee = { amount: '1000.00', currency: 'CNY' };
const body = {
  title: 'First phase',
  description: '',
  due: '2027-03-31',
  criteria: [
    { key: 'live', text: 'Live' },
    { key: 'manual', text: 'Manual' },
  ],
};
const named = { id: 'm', number: 1, engagementId: 'e', by: 'owner', now: NOW };
const planned = (state: 'CONTRACTING' | 'IN_SERVICE' = 'CONTRACTING') =>
  planMilestone({ ...body, fee }, { ...named, state });
const deliver = (from: Milestone, on: string, actorId: string | null = null) =>
  deliverMilestone(
    from,
    { note: 'Done', links: [], documentIds: [] },
    { side: actorId === null ? 'vendor' : 'us', actorId, on, now: NOW },
  );
const all: MilestoneVerdict = {
  criteria: [
    { key: 'live', met: true },
    { key: 'manual', met: true },
  ],
};
const some: MilestoneVerdict = {
  criteria: [
    { key: 'live', met: true },
    { key: 'manual', met: false, reason: 'No chapter three.' },
  ],
};
const accept = (from: Milestone) => judgeMilestone(from, all, { outcome: 'accepted', by: 'owner', now: NOW });
const reject = (from: Milestone) => judgeMilestone(from, some, { outcome: 'rejected', by: 'owner', now: NOW });
const ok = (refusal: { code: string } | null): string => refusal?.code ?? 'ok';
const NO = 'STATE_CONFLICT';

describe('what may be done', () => {
  test.each<[MilestoneState, string, string, string, string, string]>([
    ['planned', 'ok', 'ok', NO, 'ok', 'ok'],
    ['delivered', NO, NO, 'ok', NO, 'ok'],
    ['rejected', NO, 'ok', NO, 'ok', 'ok'],
    ['accepted', NO, NO, NO, NO, NO],
    ['cancelled', NO, NO, NO, NO, NO],
  ])('%s: changed %s, delivered %s, judged %s, given up %s, moved by a change %s', (state, ...expected) => {
    const one = { ...planned(), state };
    expect([
      ok(changeObjection(one, { due: '2027-04-01' }, 'CONTRACTING')),
      ok(deliverObjection(one)),
      ok(judgeObjection(one, 'owner')),
      ok(cancelObjection(one)),
      ok(termsObjection(one)),
    ]).toEqual(expected);
  });

  test('once both have signed, a fee comes by a change, and so does the day of what was signed', () => {
    expect(ok(planObjection('CONTRACTING', { fee }))).toBe('ok');
    expect(ok(planObjection('IN_SERVICE', { fee }))).toBe(NO);
    expect(ok(planObjection('IN_SERVICE', {}))).toBe('ok');
    const signed = planned();
    expect([signed.contractual, planned('IN_SERVICE').contractual]).toEqual([true, false]);
    expect(ok(changeObjection(signed, { due: '2027-04-01' }, 'IN_SERVICE'))).toBe(NO);
    expect(ok(changeObjection(signed, {}, 'IN_SERVICE'))).toBe('ok');
    const added = { ...planned('IN_SERVICE'), fee: null };
    expect(ok(changeObjection(added, { due: '2027-04-01' }, 'IN_SERVICE'))).toBe('ok');
    expect(ok(changeObjection(added, { fee }, 'IN_SERVICE'))).toBe(NO);
    expect(moveMilestone(added, { fee })).toMatchObject({ fee, contractual: true, due: '2027-03-31', version: 2 });
  });

  test('nobody judges what they have delivered themselves', () => {
    const delivered = deliver(planned(), '2027-03-30', 'sven');
    expect(ok(judgeObjection(delivered, 'sven'))).toBe('FORBIDDEN');
    expect(ok(judgeObjection(delivered, 'olga'))).toBe('ok');
  });
});

describe('a verdict', () => {
  const faults = (verdict: MilestoneVerdict, outcome: 'accepted' | 'rejected') =>
    verdictFaults(body.criteria, verdict, outcome).map(({ path }) => path);
  test.each<[string, MilestoneVerdict, readonly string[], readonly string[]]>([
    ['all met', all, [], ['criteria']],
    ['something missing', some, ['criteria.1.met'], []],
    ['nothing said of one', { criteria: [{ key: 'live', met: true }] }, ['criteria'], ['criteria', 'criteria']],
    [
      'no reason',
      { criteria: [{ key: 'live', met: false }, all.criteria[1]!] },
      ['criteria.0.met'],
      ['criteria.0.reason'],
    ],
    [
      'an unknown criterion',
      { criteria: [...all.criteria, { key: 'else', met: true }] },
      ['criteria.2.key'],
      ['criteria.2.key', 'criteria'],
    ],
  ])('%s', (_name, verdict, accepting, rejecting) => {
    expect(faults(verdict, 'accepted')).toEqual(accepting);
    expect(faults(verdict, 'rejected')).toEqual(rejecting);
  });

  test('keeps every round, and is judged round by round', () => {
    const end = accept(deliver(reject(deliver(planned(), '2027-03-30')), '2027-04-06'));
    expect(end).toMatchObject({
      state: 'accepted',
      rounds: [
        { deliveredOn: '2027-03-30', outcome: 'rejected', marks: some.criteria },
        { deliveredOn: '2027-04-06', outcome: 'accepted', marks: all.criteria },
      ],
    });
  });

  test('that others approve counts once they have; where they refuse, the delivery waits as before', () => {
    const delivered = deliver(planned(), '2027-03-30');
    const asked = askAcceptance(delivered, all, { by: 'owner', requestId: 'r', now: NOW });
    expect(asked.state).toBe('delivered');
    expect(ok(judgeObjection(asked, 'sven'))).toBe(NO);
    expect(settleAcceptance(asked, true, NOW)).toMatchObject({
      state: 'accepted',
      rounds: [{ outcome: 'accepted', decidedBy: 'owner', requestId: 'r' }],
    });
    const refused = settleAcceptance(asked, false, NOW);
    expect(refused.rounds).toEqual(delivered.rounds);
    expect(ok(judgeObjection(refused, 'sven'))).toBe('ok');
  });
});

describe('punctuality', () => {
  test.each<[string, Milestone, number | null]>([
    ['nothing delivered', planned(), null],
    ['on the day', deliver(planned(), '2027-03-31'), 0],
    ['early', accept(deliver(planned(), '2027-03-01')), 0],
    ['a day late', accept(deliver(planned(), '2027-04-01')), 1],
    ['in time and rejected', reject(deliver(planned(), '2027-03-31')), null],
    ['in time, rejected, accepted late', accept(deliver(reject(deliver(planned(), '2027-03-31')), '2027-04-10')), 10],
  ])('%s', (_name, milestone, daysLate) => {
    expect(countedDelivery(milestone)?.daysLate ?? null).toBe(daysLate);
  });

  test('counts what was due in the days and was not given up', () => {
    const span = { from: '2027-03-01', to: '2027-04-01' };
    const due = (day: string, one: Milestone) => ({ ...one, due: day });
    const list = [
      due('2027-03-01', accept(deliver(planned(), '2027-03-01'))),
      due('2027-03-31', deliver(planned(), '2027-04-04')),
      due('2027-03-15', planned()),
      due('2027-04-01', accept(deliver(planned(), '2027-03-01'))),
      cancelMilestone(planned(), { by: 'owner', reason: 'Not needed', now: NOW, isKnown: true }),
    ];
    expect(punctualityOf(list, span)).toEqual({ ...span, due: 3, onTime: 1, shareBp: 3333, meanDaysLate: 2 });
    expect(punctualityOf([], span)).toMatchObject({ due: 0, shareBp: null, meanDaysLate: null });
  });

  test('never counts more in time than due, and never a day less than none late', () => {
    const one = fc.record({
      state: fc.constantFrom(...MILESTONE_STATES),
      days: fc.integer({ min: -60, max: 60 }),
      late: fc.integer({ min: -90, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(one), (specs) => {
        const list = specs.map(({ state, days, late }) => {
          const due = addDays('2027-03-31', days);
          return { ...deliver({ ...planned(), due }, addDays(due, late)), state };
        });
        const { due, onTime, shareBp } = punctualityOf(list, { from: '2027-03-01', to: '2027-05-01' });
        expect(onTime).toBeLessThanOrEqual(due);
        expect(shareBp === null).toBe(due === 0);
        for (const milestone of list) {
          const counted = countedDelivery(milestone);
          expect(counted === null || counted.onTime === counted.on <= milestone.due).toBe(true);
          expect(counted?.daysLate ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
