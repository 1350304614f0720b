import { dueOfPlan, planDates, sayingKey } from '../../../domain/improvement/agenda';
import {
  agreeObjection,
  agreePlan,
  cancelObjection,
  cancelPlan,
  changeObjection,
  failPlan,
  freshMeasures,
  type ImprovementPlan,
  noteProgress,
  progressObjection,
  usualDue,
} from '../../../domain/improvement/plan';
import { PLAN_STATES, type PlanState } from '../../../domain/improvement/words';

const NOW = Date.parse('2027-03-01T09:00:00Z');
const measure = (side: 'us' | 'vendor', title = side) => ({ title, side, person: 'Wu', due: '2027-03-20' });
const plan = (part: Partial<ImprovementPlan> = {}): ImprovementPlan => ({
  id: 'p',
  number: 1,
  engagementId: 'e',
  trigger: 'kpi',
  kpis: ['a'],
  rootCause: ['Nobody works at night.'],
  measures: freshMeasures([measure('vendor'), measure('us')]),
  milestones: [],
  due: '2027-07-01',
  state: 'open',
  openedAt: NOW,
  openedBy: null,
  agreedAt: null,
  agreedBy: null,
  endedAt: null,
  cancelling: null,
  opening: [],
  closing: [],
  said: [],
  version: 1,
  ...part,
});
const ok = (refusal: { code: string } | null): string => refusal?.code ?? 'ok';

describe('a plan', () => {
  test('is agreed on once it names a root cause and measures', () => {
    expect(ok(agreeObjection(plan()))).toBe('ok');
    expect(ok(agreeObjection(plan({ rootCause: [] })))).toBe('STATE_CONFLICT');
    expect(ok(agreeObjection(plan({ measures: [] })))).toBe('STATE_CONFLICT');
    expect(agreePlan(plan(), { by: 'x', now: NOW })).toMatchObject({ state: 'agreed', agreedBy: 'x', version: 2 });
  });

  const progress = { measure: 1, text: 'Hired.', done: false };
  test.each<[PlanState, string, string, string, string]>([
    ['open', 'ok', 'ok', 'STATE_CONFLICT', 'ok'],
    ['agreed', 'STATE_CONFLICT', 'STATE_CONFLICT', 'ok', 'ok'],
    ['running', 'STATE_CONFLICT', 'STATE_CONFLICT', 'ok', 'ok'],
    ['closed', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT'],
    ['failed', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT'],
    ['cancelled', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT', 'STATE_CONFLICT'],
  ])('that is %s may be agreed on (%s), rewritten (%s), told of (%s) and given up (%s)', (state, ...expected) => {
    const one = plan({ state });
    const found = [
      agreeObjection(one),
      changeObjection(one, { due: '2027-08-01' }),
      changeObjection(one, { progress }),
      cancelObjection(one, 'x'),
    ];
    expect(found.map(ok)).toEqual(expected);
  });

  test('runs from the first progress on; a side speaks of its own measures and of what is not done', () => {
    const agreed = plan({ state: 'agreed' });
    const running = noteProgress(agreed, { ...progress, done: true }, { side: 'vendor', actorId: null, now: NOW });
    expect(running).toMatchObject({ state: 'running', measures: [{ doneAt: NOW }, { doneAt: null, progress: [] }] });
    expect(ok(progressObjection(running, progress, 'vendor'))).toBe('STATE_CONFLICT');
    expect(ok(progressObjection(running, { ...progress, measure: 2 }, 'vendor'))).toBe('NOT_FOUND');
    expect(ok(progressObjection(running, { ...progress, measure: 2 }, 'us'))).toBe('ok');
    expect(ok(progressObjection(running, { ...progress, measure: 3 }, 'us'))).toBe('NOT_FOUND');
    expect(ok(progressObjection(plan(), progress, 'us'))).toBe('STATE_CONFLICT');
  });

  test('is given up by two people, save one of ours that was never agreed on', () => {
    const giving = { by: 'x', reason: 'Settled.', now: NOW };
    const asked = cancelPlan(plan({ state: 'running' }), giving);
    expect(asked).toMatchObject({ state: 'running', cancelling: { by: 'x', confirmedBy: null } });
    expect(ok(cancelObjection(asked, 'x'))).toBe('FORBIDDEN');
    expect(ok(cancelObjection(asked, 'y'))).toBe('ok');
    const given = cancelPlan(asked, { ...giving, by: 'y', reason: 'Yes.' });
    expect(given).toMatchObject({ state: 'cancelled', endedAt: NOW, cancelling: { by: 'x', confirmedBy: 'y' } });
    expect(cancelPlan(plan(), giving).state).toBe('open');
    expect(cancelPlan(plan({ trigger: 'manual' }), giving)).toMatchObject({ state: 'cancelled' });
  });

  test('is due in time for two periods to show that it worked', () => {
    expect(usualDue('2027-10-31', 'monthly')).toBe('2028-02-29');
    expect(usualDue('2027-03-01', 'quarterly')).toBe('2027-12-01');
  });
});

describe('what is said of a plan', () => {
  const words = (one: ImprovementPlan): string[] => planDates(one, 'UTC').map(({ facts }) => facts['word'] ?? '');
  const dueAt = (one: ImprovementPlan, day: string) =>
    dueOfPlan(one, 'UTC', Date.parse(`${day}T19:00:00Z`)).say.map(sayingKey);

  test('is its opening and its end while nobody has agreed, and the days of its measures after that', () => {
    expect(words(plan())).toEqual(['opened', 'recall', 'failed']);
    const agreed = plan({ state: 'agreed', agreedAt: NOW });
    expect(words(agreed).filter((word) => word.startsWith('measure'))).toHaveLength(4);
    const [done, other] = freshMeasures([measure('us'), measure('vendor')]);
    expect(words({ ...agreed, measures: [{ ...done!, doneAt: NOW }, other!] })).toHaveLength(6);
  });

  test('is said once, the gravest of what passed in silence', () => {
    const agreed = plan({ state: 'agreed', agreedAt: NOW, said: ['opened', 'agreed'] });
    expect(dueAt(agreed, '2027-03-18')).toEqual(['measure-recall:1', 'measure-recall:2']);
    expect(dueAt(agreed, '2027-03-21')).toEqual(['measure-late:1', 'measure-late:2']);
    expect(dueAt(agreed, '2027-07-02')).toEqual(['failed']);
    const { said } = dueOfPlan(agreed, 'UTC', Date.parse('2027-03-21T19:00:00Z'));
    expect(dueAt({ ...agreed, said }, '2027-03-22')).toEqual([]);
  });

  test.each(PLAN_STATES.slice(3))('is of a plan that is %s only that', (state) => {
    expect(words(plan({ state, endedAt: NOW }))).toEqual([state]);
    expect(words(plan({ state, endedAt: NOW, said: [state] }))).toEqual([]);
  });

  test('is nothing more of a plan whose failure was told as it failed', () => {
    const said = dueOfPlan(plan(), 'UTC', Date.parse('2027-08-01T00:00:00Z')).said;
    expect(words(failPlan({ ...plan(), said }, NOW))).toEqual([]);
  });
});
