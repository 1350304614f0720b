import { outcomeOf } from '../../chaos/clients/call';
import { orderText, parseOrder } from '../../chaos/crash/points';
import { Random } from '../../chaos/random';
import { figuresOf, quantile, reasonsOf, throughputOf } from '../../chaos/report';
import { SCHEDULES, timeline } from '../../chaos/schedules';
import { decide, start } from './evidence';

const at = (seed: number, name: (typeof SCHEDULES)[number]) =>
  timeline(name, { ms: 120_000, random: new Random(seed) });

test.each(SCHEDULES)('%s is the same for the same seed and comes in order', (name) => {
  const incidents = at(7, name);
  expect(incidents).toEqual(at(7, name));
  expect(incidents.map((one) => one.at)).toEqual(incidents.map((one) => one.at).toSorted((a, b) => a - b));
});

test('another seed kills other parts at other times', () => {
  expect(at(7, 'F-K2')).not.toEqual(at(8, 'F-K2'));
});

test('every schedule but those of repetitions and of hours has something go wrong', () => {
  expect(SCHEDULES.filter((name) => at(1, name).length === 0)).toEqual(['F-D1', 'F-L4']);
});

test.each([
  [200, null, 'ok'],
  [303, null, 'ok'],
  [409, 'TASK_CLOSED', 'fail'],
  [409, 'IDEMPOTENCY_IN_PROGRESS', 'info'],
  [422, 'INVALID_FIELDS', 'fail'],
  [503, 'UNAVAILABLE', 'info'],
  [500, 'INTERNAL', 'info'],
] as const)('an answer of %i %s is %s', (status, code, outcome) => {
  expect(outcomeOf(status, code)).toBe(outcome);
});

test('the name of a crash point may have colons of its own', () => {
  expect(parseOrder('recordRequest: before commit:2')).toEqual({ point: 'recordRequest: before commit', hit: 2 });
  expect(orderText({ point: 'POST /tasks/{id}: on arrival', hit: 1 })).toBe('POST /tasks/{id}: on arrival:1');
});

test('figures count outcomes, the longest time without success and what came first after each trouble', () => {
  const ops = [
    start({ invokeTs: 0, returnTs: 100 }),
    decide({ invokeTs: 200, returnTs: 5_000, outcome: 'info' }),
    decide({ invokeTs: 900, returnTs: 9_000 }),
    decide({ invokeTs: 4_500, returnTs: 7_100 }),
  ];
  expect(figuresOf(ops, [4_000, 10_000])).toEqual({ ok: 3, fail: 0, info: 1, longestGap: 7, recoveries: [3.1] });
});

test('calls that were not done are counted by their answers, most frequent first, with the longest wait', () => {
  const late = { outcome: 'fail', status: 409, code: 'TASK_CLOSED' } as const;
  const ops = [
    start({ outcome: 'info', status: null, invokeTs: 0, returnTs: 25_000 }),
    decide(late),
    decide(),
    decide({ ...late, invokeTs: 0, returnTs: 900 }),
  ];
  expect(reasonsOf(ops)).toEqual(['2 × decide 409 TASK_CLOSED (0.9 s)', '1 × start no answer (25.0 s)']);
});

test('what is done in a second is told for the time before a moment and for that since', () => {
  const ops = [
    start({ invokeTs: 0, returnTs: 1_000 }),
    decide({ invokeTs: 1_000, returnTs: 2_000, outcome: 'info' }),
    decide({ invokeTs: 1_000, returnTs: 3_000 }),
    decide({ invokeTs: 4_000, returnTs: 6_000 }),
  ];
  expect(throughputOf(ops, 4_000)).toBe('done in a second: 0.5 before the first fault, 0.5 since (100 %)');
});

test('a quantile is one of the values, and nothing has none', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([3, 1, 2], 0.95)).toBe(3);
  expect(quantile([], 0.5)).toBeNull();
});
