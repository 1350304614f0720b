import fc from 'fast-check';
import { drillReport, noticeDays } from '../../../domain/exit/drill';
import { drillDue } from '../../../domain/exit/drill-date';
import { changeKnowledge, knowledgeObjection, knowledgeShare } from '../../../domain/exit/knowledge';
import {
  KnowledgeAnswer,
  KnowledgeChange,
  type KnowledgeView,
  NewKnowledge,
} from '../../../domain/exit/knowledge-schema';
import { ExitPlan } from '../../../domain/exit/plan-schema';
import { type Preparation, readinessOn, unreadyFrom } from '../../../domain/exit/preparation';

const plan = (part: object = {}) => ({
  body: ExitPlan.parse({
    alternatives: [{ name: 'Own team' }],
    estDays: 90,
    estCost: { amount: '1000.00', currency: 'CNY' },
    dataInventory: [{ name: 'Tickets', personalData: true }],
    ktPlan: 'Shadowing',
    stepIn: 'Security',
    nextTestAt: '2029-06-01',
    ...part,
  }),
  writtenOn: '2027-02-01',
});
const known = (part: Partial<Preparation> = {}): Preparation => ({
  ...{ plan: plan(), liveOn: '2027-03-01', datasets: [], reviewedOn: null, knowledge: [], settlement: null },
  ...part,
});
const partsOf = (part: Partial<Preparation>, today = '2027-03-01') => readinessOn(known(part), today).parts;

describe('exit readiness from the records', () => {
  test('of a whole plan counts all but what nobody has tried', () =>
    expect(readinessOn(known(), '2027-03-01')).toMatchObject({
      score: 62.5,
      parts: {
        plan: 1,
        alternatives: 1,
        dataExportProven: 0,
        accessInventory: 0,
        knowledgeTransfer: 0.5,
        financeKnown: 1,
      },
      evidence: {
        plan: [
          { what: 'plan-written', at: '2027-02-01' },
          { what: 'plan-untested', at: null },
        ],
      },
    }));

  test('is nothing without a record', () =>
    expect(readinessOn(known({ plan: null }), '2027-03-01')).toMatchObject({ score: 0, evidence: { plan: [] } }));

  test.each([
    ['2028-03-01', 1],
    ['2028-03-02', 0.5],
    ['2029-03-01', 0.5],
    ['2029-03-02', 0],
  ])('counts a plan never tested on %s as %d', (today, share) => expect(partsOf({}, today).plan).toBe(share));

  test('counts a plan from its test', () =>
    expect(partsOf({ plan: plan({ testedAt: '2028-02-01' }) }, '2029-02-01').plan).toBe(1));

  test('counts each dataset by its own proof, and a review by its age', () => {
    const datasets = [
      { key: 'a', provenOn: '2027-03-01' },
      { key: 'b', provenOn: '2026-01-01' },
      { key: 'c', provenOn: null },
    ];
    expect(partsOf({ datasets }).dataExportProven).toBe(0.5);
    expect(partsOf({ reviewedOn: '2026-02-01' }).accessInventory).toBe(0.5);
  });

  test.each([
    [[], 0.5],
    [['accepted'], 1],
    [['accepted', 'planned', 'handed-over', 'rejected'], 0.625],
  ] as const)('counts knowledge %j as %d', (states, share) =>
    expect(partsOf({ knowledge: states.map((state) => ({ state, on: null })) }).knowledgeTransfer).toBe(share),
  );

  test('falls below its limit on the day on which evidence grows old', () => {
    expect(unreadyFrom(known(), '2027-03-01')).toBe('2028-03-02');
    expect(unreadyFrom(known({ plan: null }), '2027-03-01')).toBe('2027-03-01');
    const proven = known({ plan: plan({ testedAt: '2027-03-01' }), datasets: [{ key: 'a', provenOn: '2027-09-01' }] });
    expect(unreadyFrom(proven, '2027-10-01')).toBe('2029-03-02');
  });

  test('never rises with time alone', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2027, max: 2032 }), fc.integer({ min: 2027, max: 2032 }), (a, b) => {
        const of = (year: number) =>
          readinessOn(known({ reviewedOn: '2027-01-01', datasets: [{ key: 'a', provenOn: '2027-01-01' }] }), `${year}-05-01`).score; // prettier-ignore
        expect(of(Math.max(a, b))).toBeLessThanOrEqual(of(Math.min(a, b)));
      }),
    ));
});

describe('the yearly drill', () => {
  test.each([
    ['of general work is not asked for', 'general', {}, null],
    ['is due a year after the service began', 'important', {}, '2028-03-01'],
    [
      'is due a year after the last proof',
      'critical',
      { datasets: [{ key: 'a', provenOn: '2027-08-31' }] },
      '2028-08-31',
    ],
    [
      'is due a year after the last test of the plan',
      'critical',
      { plan: plan({ testedAt: '2027-05-01' }) },
      '2028-05-01',
    ],
    ['is due sooner where the plan says so', 'critical', { plan: plan({ nextTestAt: '2027-06-01' }) }, '2027-06-01'],
    ['does not go by a date that has been met', 'critical', { plan: plan({ nextTestAt: '2027-06-01', testedAt: '2027-06-01' }) }, '2028-06-01'], // prettier-ignore
    ['waits for the service', 'critical', { liveOn: null }, null],
  ] as const)('%s', (_what, criticality, part, due) => expect(drillDue(known(part), criticality)).toBe(due));

  test.each([
    [{ months: 3, days: 0 }, '2027-11-30', 91],
    [{ months: 0, days: 10 }, '2027-03-01', 10],
    [null, '2027-03-01', 31],
  ])('compares with a notice of %j', (notice, today, days) => expect(noticeDays(notice, today)).toBe(days));

  const run = {
    ...({ id: 'r', state: 'verified', sampleBp: 500, failure: null, startedAt: 0, endedAt: 5_400_000 } as const),
    throughput: { bytes: 100, hours: 1, totalBytes: 240_000 },
    verification: { at: '', rounds: 1, passed: true, findings: [] },
  };

  test('keeps the hours it took, what went wrong and whether the exit is slower than the notice', () => {
    expect(drillReport(run, 131)).toMatchObject({ hours: 1.5, exceptions: [], estimate: { days: 130, flags: [] } });
    expect(drillReport(run, 129).estimate?.flags).toEqual(['EXIT_SLOWER_THAN_NOTICE']);
    const findings = [{ check: 'counts', compared: 3, differences: ['orders: 3 ≠ 2'] } as const];
    const bad = { ...run, state: 'mismatch', verification: { ...run.verification, passed: false, findings } } as const;
    expect(drillReport(bad, 90)).toMatchObject({ passed: false, exceptions: ['counts: orders: 3 ≠ 2'] });
    const failed = { ...run, state: 'failed', failure: 'No route.', throughput: null, verification: null } as const;
    expect(drillReport(failed, 90)).toMatchObject({ passed: null, estimate: null, exceptions: ['No route.'] });
  });
});

describe('an item of knowledge', () => {
  const item = (part: object = {}) => ({ state: 'planned' as const, receiverId: 'r', handedOverBy: null, ...part });
  test.each([
    ['change', item(), 'x', null],
    ['change', item({ state: 'accepted' }), 'x', 'STATE_CONFLICT'],
    ['hand-over', item(), 'x', null],
    ['hand-over', item({ state: 'rejected' }), 'x', null],
    ['hand-over', item(), 'r', 'FORBIDDEN'],
    ['hand-over', item({ state: 'handed-over' }), 'x', 'STATE_CONFLICT'],
    ['answer', item({ state: 'handed-over', handedOverBy: 'x' }), 'r', null],
    ['answer', item({ state: 'handed-over', handedOverBy: 'x' }), 'x', 'FORBIDDEN'],
    ['answer', item({ state: 'handed-over', handedOverBy: 'r' }), 'r', 'FORBIDDEN'],
    ['answer', item(), 'r', 'STATE_CONFLICT'],
  ] as const)('%s of %j by %s: %s', (act, before, by, code) =>
    expect(knowledgeObjection(act, before, by)?.code ?? null).toBe(code),
  );

  test('changes only what is named', () => {
    const before: KnowledgeView = {
      ...NewKnowledge.parse({
        topic: 'Runbook',
        giver: 'Wu',
        receiverId: '0191d9a0-0000-7000-8000-000000000001',
        due: '2027-04-01',
      }),
      ...{
        id: 'k',
        state: 'planned' as const,
        handedOverBy: null,
        handedOverAt: null,
        answeredBy: null,
        answeredAt: null,
      },
      ...{ comment: null, rounds: 0 },
    };
    expect(changeKnowledge(before, { due: '2027-05-01' })).toEqual({ ...before, due: '2027-05-01' });
    expect(KnowledgeChange.safeParse({}).success).toBe(false);
    expect(KnowledgeAnswer.safeParse({ accepted: false }).success).toBe(false);
    expect(knowledgeShare([])).toBe(0);
  });
});
