import { paceSamples, peopleThen, recordedScript, usualPace } from '../../domain/approval/backtest';
import { compareCourses } from '../../domain/approval/backtest-compare';
import type { BacktestLine } from '../../domain/approval/backtest-schema';
import type { Event } from '../../domain/approval/events';
import { allSteps } from '../../domain/approval/flow';
import { type Asked, play } from '../../domain/approval/play';
import { openRequest } from '../../domain/approval/reducer';
import type { Step } from '../../domain/approval/schema';
import type { RequestState } from '../../domain/approval/state';
import { PLAIN_TIME } from '../../domain/calendar/plain-time';
import { Desk, found, HOUR, MONDAY, REQUEST_ID, step } from './approval-builders';

/** Plays a past request by other steps, over the directory of the builders. */
function played(past: RequestState, steps: readonly Step[]): RequestState {
  const pace = { calendar: PLAIN_TIME, usualMs: usualPace(paceSamples(past, PLAIN_TIME)) };
  const opened = openRequest({ ...past, requestId: REQUEST_ID, revision: 1 }, past.startedAt);
  const playing = play(opened, recordedScript(past, pace));
  let turn = playing.next();
  while (!turn.done) turn = playing.next(answer(turn.value, past, steps));
  return turn.value.state;
}

function answer({ question }: Asked, past: RequestState, steps: readonly Step[]): Event {
  if (question.ask === 'policy')
    return { type: 'policyLoaded', policy: { key: 'test', version: 2, settings: {}, steps }, calendars: {} };
  if (question.ask !== 'step') throw new Error(`unexpected question ${question.ask}`);
  const asked = allSteps(steps).find(({ key }) => key === question.stepKey) ?? step();
  return { type: 'stepResolved', stepKey: asked.key, found: peopleThen(past, asked, found({}, asked)) };
}

function compared(past: RequestState, candidate: readonly Step[]): BacktestLine {
  const before = played(past, allSteps(past.policy?.steps ?? []));
  expect(before.status).toBe(past.status);
  return compareCourses({ title: 'T', past, before, after: played(past, candidate), calendar: PLAIN_TIME });
}

/** `A` agrees after two hours, then the second step's `B` after four. */
function twoSteps(): Desk {
  const desk = new Desk({ steps: [step({ key: 'one', people: ['A', 'C'] }), step({ key: 'two', people: ['B'] })] });
  desk.now = MONDAY + 2 * HOUR;
  desk.vote('A+');
  desk.now = MONDAY + 6 * HOUR;
  desk.vote('B+');
  return desk;
}

test('the policy that a request ran on changes nothing, to the hour', () => {
  const { state } = twoSteps();
  const line = compared(state, allSteps(state.policy?.steps ?? []));

  expect(line).toMatchObject({ verdict: 'same', firstDivergingStep: null, assumedAnswers: 0 });
  expect(line.hours).toEqual({ before: 6, after: 6, delta: 0 });
});

test('a step less is that much time less', () => {
  const line = compared(twoSteps().state, [step({ key: 'one', people: ['A', 'C'] })]);

  expect(line).toMatchObject({ verdict: 'other-approvers', firstDivergingStep: 'two', hours: { delta: -4 } });
  expect(line.approvers).toEqual({ added: [], removed: [{ stepKey: 'two', personId: 'B' }] });
});

test('who had not answered in time is taken to agree, never earlier than known', () => {
  const line = compared(twoSteps().state, [
    step({ key: 'one', people: ['A', 'C'], mode: 'all' }),
    step({ key: 'two', people: ['B'] }),
  ]);

  expect(line).toMatchObject({ verdict: 'same', assumedAnswers: 1 });
  expect(line.hours.delta).toBeGreaterThanOrEqual(0);
});

test('a rejection that the candidate outvotes ends the request otherwise', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B', 'C'], mode: 'all' })] });
  desk.now = MONDAY + HOUR;
  desk.vote('A+ B-');
  const line = compared(desk.state, [step({ people: ['A', 'B', 'C'], mode: 'quorum', quorum: 2 })]);

  expect(desk.outcome).toBe('rejected');
  expect(line).toMatchObject({
    verdict: 'other-outcome',
    firstDivergingStep: 's1',
    outcome: { before: 'rejected', after: 'approved' },
    assumedAnswers: 1,
  });
});

test('an opinion that a voter asked for is not taken for the vote', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] })] });
  expect(desk.try('A', 'delegate', { toId: 'X' })).toBeNull();
  expect(desk.try('X', 'opinion')).toBeNull();
  desk.now = MONDAY + 3 * HOUR;
  desk.vote('B+');
  const line = compared(desk.state, [step({ people: ['A', 'B'], mode: 'all' })]);

  expect(line).toMatchObject({ outcome: { before: 'approved', after: 'approved' }, assumedAnswers: 1 });
});

test('a step that names people as it did asks whom it asked then, though they have left', () => {
  const { state } = twoSteps();
  const gone = { applies: true, candidates: [], adminIds: ['ADMIN'], fallbackId: null };

  const same = peopleThen(state, step({ key: 'two', people: ['B'], title: 'Other' }), gone);
  const other = peopleThen(state, step({ key: 'two', people: ['B', 'D'] }), gone);
  expect(same.candidates.map(({ personId }) => personId)).toEqual(['B']);
  expect(other).toBe(gone);
});

test('a person’s own median counts; everybody’s stands in for people without answers', () => {
  const usual = usualPace([
    ['A', 10],
    ['A', 30],
    ['A', 80],
    ['B', 2],
  ]);

  expect([usual('A'), usual('B'), usual('NEW')]).toEqual([30, 2, 20]);
  expect(usualPace([])('A')).toBe(0);
});
