import { Desk, step } from './approval-builders';

/** F07–F10, F13, F14 of the design's table: repeated approvers and take-back. */
const path = (dedup: 'none' | 'consecutive' | 'once', part: object = {}) =>
  new Desk({
    settings: { dedup },
    steps: [['A'], ['A'], ['B'], ['A']].map((people, n) => step({ key: `s${n + 1}`, people, ...(n === 1 && part) })),
  });
const automatic = (desk: Desk) =>
  desk.state.tasks.flatMap(({ runId, reasonCode }) =>
    reasonCode?.startsWith('DEDUP') ? [`${runId} ${reasonCode}`] : [],
  );

test('F07: consecutive skips the person who approved the step right before, and nobody else', () => {
  const desk = path('consecutive');
  desk.vote('A+');
  expect(desk.open).toEqual(['B']);
  desk.vote('B+');

  expect(desk.open).toEqual(['A']);
  expect(automatic(desk)).toEqual(['s2:1 DEDUP_CONSECUTIVE']);
  expect(desk.mails.filter(({ kind, recipientId }) => kind === 'approval-request' && recipientId === 'A')).toHaveLength(
    2,
  );
});

test('F08: once skips whoever has approved in this round', () => {
  const desk = path('once');
  desk.vote('A+ B+');

  expect(desk.outcome).toBe('approved');
  expect(automatic(desk)).toEqual(['s2:1 DEDUP_ONCE', 's4:1 DEDUP_ONCE']);
});

test('F09: none asks every time', () => {
  const desk = path('none');
  const left = ['A+', 'A+', 'B+', 'A+'].map((vote) => {
    expect(desk.outcome).toBe('pending');
    desk.vote(vote);
    return 4 - desk.state.runs.filter(({ status }) => status === 'approved').length;
  });

  expect(left).toEqual([3, 2, 1, 0]);
  expect(desk.outcome).toBe('approved');
  expect(automatic(desk)).toEqual([]);
});

test.each([{ requireSignature: true }, { mandatoryHuman: true }])('F10: a step with %j stays human', (part) => {
  const desk = path('consecutive', part);
  desk.vote('A+');

  expect(desk.open).toEqual(['A']);
});

test('in an all step only the repeated person’s task is approved by itself', () => {
  const desk = new Desk({
    settings: { dedup: 'once' },
    steps: [step({ people: ['A'] }), step({ key: 's2', people: ['A', 'B'], mode: 'all' })],
  });
  desk.vote('A+');

  expect(desk.open).toEqual(['B']);
});

test('in turn, a repeated person is passed over when their turn comes', () => {
  const desk = new Desk({
    settings: { dedup: 'once' },
    steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B', 'A', 'C'], mode: 'sequential' })],
  });
  desk.vote('A+ B+');

  expect(desk.open).toEqual(['C']);
});

test('in an any step a repeated approval decides before anybody else is asked', () => {
  const desk = new Desk({
    settings: { dedup: 'once' },
    steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B', 'A'] })],
  });
  desk.vote('A+');

  expect(desk.outcome).toBe('approved');
  expect(desk.state.tasks.map(({ assigneeId }) => assigneeId)).toEqual(['A', 'A']);
});

test('the step that was returned to asks again', () => {
  const desk = new Desk({
    settings: { dedup: 'consecutive' },
    steps: [step({ people: ['A'] }), step({ key: 's2', people: ['A'] }), step({ key: 's3', people: ['B'] })],
  });
  desk.vote('A+');
  desk.try('B', 'send-back', { target: 's2' });

  expect(desk.open).toEqual(['A']);
});

const four = ['1', '2', '3'].map((n) => step({ key: `s${n}`, people: [`P${n}`] }));

test('F13: an approval is taken back while the next step is untouched', () => {
  const desk = new Desk({ steps: four });
  desk.vote('P1+');
  expect(desk.try('P1', 'take-back')).toBeNull();

  expect(desk.open).toEqual(['P1']);
  expect(desk.task('P2')).toMatchObject({ status: 'cancelled', reasonCode: 'TAKEN_BACK' });
  expect(desk.state.round).toBe(1);
  desk.vote('P1+');
  expect(desk.open).toEqual(['P2']);
});

test('F14: after a vote in the next step it is too late', () => {
  const desk = new Desk({ steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B', 'C'], mode: 'all' })] });
  desk.vote('A+ B+');

  expect(desk.try('A', 'take-back', { taskId: desk.state.tasks[0]?.id ?? '' })?.code).toBe('STATE_CONFLICT');
  expect(desk.open).toEqual(['C']);
});

test.each(['all', 'ratio', 'weighted', 'ballot'] as const)('a vote of a %s step cannot be taken out again', (mode) => {
  const desk = new Desk({
    steps: [
      step({ people: ['A'], mode, ratioBp: 5_000, ballot: { threshold: '1/2' } }),
      step({ key: 's2', people: ['B'] }),
    ],
  });
  desk.vote('A+');

  expect(desk.try('A', 'take-back')?.code).toBe('STATE_CONFLICT');
  expect(desk.open).toEqual(['B']);
});

test('everybody of an any step is asked again after a take-back', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] }), step({ key: 's2', people: ['C'] })] });
  desk.vote('A+');
  desk.try('A', 'take-back');
  expect([...desk.open].sort()).toEqual(['A', 'B']);
  desk.vote('B-');

  expect(desk.outcome).toBe('rejected');
});

test('an approval that waits for signatures is not taken back once another one has carried the step', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] }), step({ key: 's2', people: ['C'] })] });
  desk.try('A', 'add-sign', { position: 'after', userIds: ['X'] });
  desk.vote('A+ B+');

  expect(desk.try('A', 'take-back')?.code).toBe('STATE_CONFLICT');
  expect(desk.open).toEqual(['C']);
});

test('in turn, the first approval is not taken back once the last one has carried the step', () => {
  const desk = new Desk({
    steps: [step({ people: ['A', 'B'], mode: 'sequential' }), step({ key: 's2', people: ['C'] })],
  });
  desk.vote('A+ B+');

  expect(desk.try('A', 'take-back')?.code).toBe('STATE_CONFLICT');
  expect(desk.try('B', 'take-back')).toBeNull();
  expect(desk.open).toEqual(['B']);
});

test('whoever took a task over and approved is asked again after a take-back, and not the one who handed it on', () => {
  const desk = new Desk({ steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'] })] });
  desk.try('A', 'transfer', { toId: 'D' });
  desk.vote('D+');
  desk.try('D', 'take-back');

  expect(desk.open).toEqual(['D']);
  expect(desk.task('D').ownerId).toBe('A');
});

test('one of the approvals that reached a quorum is taken back, and the others stand', () => {
  const desk = new Desk({ steps: [step({ mode: 'quorum', quorum: 2 }), step({ key: 's2', people: ['D'] })] });
  desk.vote('A+ B+');
  expect(desk.try('A', 'take-back')).toBeNull();

  expect([...desk.open].sort()).toEqual(['A', 'C']);
  desk.vote('C+');
  expect(desk.open).toEqual(['D']);
});

test('in turn, an approval is taken back while the next person has not decided', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'], mode: 'sequential' })] });
  desk.vote('A+');
  desk.try('A', 'take-back');
  expect(desk.open).toEqual(['A']);
  desk.vote('A+');

  expect(desk.open).toEqual(['B']);
});

test('a take-back is open to the approver only, and not in parallel branches', () => {
  const desk = new Desk({
    steps: [{ key: 'fork', parallel: [[step({ key: 'a', people: ['A'] })], [step({ key: 'b', people: ['B'] })]] }],
  });
  desk.vote('A+');
  const id = desk.task('A').id;

  expect(desk.try('A', 'take-back')?.code).toBe('STATE_CONFLICT');
  expect(desk.try('B', 'take-back', { taskId: id })?.code).toBe('NOT_ASSIGNEE');
});

test('taking back an approval that waits for signatures takes the question to sign back as well', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] })] });
  desk.try('A', 'add-sign', { position: 'after', userIds: ['X'] });
  desk.vote('A+');
  desk.try('A', 'take-back');

  expect([...desk.open].sort()).toEqual(['A', 'B']);
  expect(desk.task('X')).toMatchObject({ status: 'cancelled', reasonCode: 'TAKEN_BACK' });
});

test('in turn, a take-back ends what the next person had lent out', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'], mode: 'sequential' })] });
  desk.vote('A+');
  desk.try('B', 'delegate', { toId: 'X' });
  desk.try('A', 'take-back');

  expect(desk.open).toEqual(['A']);
});

test('after a take-back the place of a task that was handed on is asked of its last holder', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] }), step({ key: 's2', people: ['C'] })] });
  desk.try('A', 'transfer', { toId: 'Y' });
  desk.vote('B+');
  desk.try('B', 'take-back');

  expect([...desk.open].sort()).toEqual(['B', 'Y']);
});
