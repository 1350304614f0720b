import { Desk, HOUR, MONDAY, step } from './approval-builders';

test('the first response decides, and the others are no longer asked', () => {
  const desk = new Desk({ steps: [step()] });

  expect(desk.vote('B+ A-')).toEqual([null, 'TASK_CLOSED']);

  expect(desk.outcome).toBe('approved');
  expect(desk.task('A')).toMatchObject({ status: 'cancelled', reasonCode: 'ANY_DECIDED', decision: null });
  expect(desk.mails.filter(({ kind }) => kind === 'no-longer-needed').map((m) => m.recipientId)).toEqual(['A', 'C']);
  expect(desk.facts.filter((fact) => fact === 'request.approved')).toHaveLength(1);
});

test('a closed task names who closed it, when, and how', () => {
  const desk = new Desk({ steps: [step()] });
  desk.vote('B-');

  expect(desk.try('A', 'approve')?.errors).toEqual([
    { path: 'by', message: 'B' },
    { path: 'at', message: String(MONDAY) },
    { path: 'decision', message: 'reject' },
  ]);
});

test('strangers, unknown tasks and stale pages are refused and change nothing', () => {
  const desk = new Desk({ steps: [step()] });
  const before = desk.state;
  const id = desk.task('A').id;

  expect(desk.try('X', 'approve', { taskId: id })?.code).toBe('NOT_ASSIGNEE');
  expect(desk.try('A', 'approve', { taskId: 'none' })?.code).toBe('NOT_FOUND');
  expect(desk.try('A', 'approve', { subjectHash: 'h0' })?.code).toBe('SUBJECT_CHANGED');
  expect(desk.try('A', 'approve', { linkExpiresAt: MONDAY })?.code).toBe('LINK_EXPIRED');
  expect(desk.try('A', 'reject', { comment: ' x ' })?.code).toBe('COMMENT_REQUIRED');
  expect(desk.state).toBe(before);
});

test('a step may ask for a comment and a signature with an approval', () => {
  const desk = new Desk({ steps: [step({ requireComment: true, requireSignature: true })] });

  expect(desk.try('A', 'approve', { comment: '' })?.code).toBe('COMMENT_REQUIRED');
  expect(desk.try('A', 'approve')?.code).toBe('INVALID_FIELDS');
  expect(desk.try('A', 'approve', { signature: 'Ann' })).toBeNull();
});

test('T07: where rejections wait, minds may change until all have answered', () => {
  const desk = new Desk({ steps: [step({ mode: 'all', rejectWaits: true })] });

  expect(desk.vote('A- B+ A+ C+')).toEqual([null, null, null, null]);
  expect(desk.outcome).toBe('approved');
  expect(desk.vote('A-')).toEqual(['TASK_CLOSED']);
});

test('T09, T10: a sequential step asks one after the other', () => {
  const desk = new Desk({ steps: [step({ mode: 'sequential' })] });

  expect(desk.vote('B+')).toEqual(['NOT_FOUND']);
  expect(desk.open).toEqual(['A']);
  desk.vote('A+ B+');
  expect(desk.open).toEqual(['C']);
  desk.vote('C+');
  expect(desk.outcome).toBe('approved');
  expect(desk.state.tasks.map(({ assigneeId }) => assigneeId)).toEqual(['A', 'B', 'C']);
});

test('T11: a transfer keeps the place in the order', () => {
  const desk = new Desk({ steps: [step({ mode: 'sequential' })] });
  desk.try('A', 'transfer', { toId: 'D' });
  desk.vote('D+');

  expect(desk.open).toEqual(['B']);
});

test.each([
  ['quorum 2', step({ mode: 'quorum', quorum: 2 }), 'A- B-', 'rejected', 'QUORUM_IMPOSSIBLE'],
  ['quorum 2', step({ mode: 'quorum', quorum: 2 }), 'A+ C+', 'approved', 'QUORUM_REACHED'],
  [
    'weights',
    step({ mode: 'weighted', thresholdBp: 5000, weights: { A: 30, B: 35, C: 35 } }),
    'A+ C+',
    'approved',
    'QUORUM_REACHED',
  ],
  [
    'ratio 50 %',
    step({ mode: 'ratio', ratioBp: 5000, people: ['A', 'B', 'C', 'D'] }),
    'A- B+ C+',
    'approved',
    'QUORUM_REACHED',
  ],
] as const)('%s ends a step with its reason', (_name, rule, votes, outcome, reason) => {
  const desk = new Desk({ steps: [rule] });
  desk.vote(votes);

  expect(desk.outcome).toBe(outcome);
  expect(desk.state.runs[0]?.reasonCode).toBe(reason);
  expect(desk.open).toEqual([]);
});

test('a ballot closes at its time', () => {
  const desk = new Desk({
    steps: [step({ mode: 'ballot', ballot: { quorum: '1/2', threshold: '1/2', closesAfter: 'PT4H' } })],
  });
  desk.vote('A+ B+');
  expect(desk.outcome).toBe('pending');

  desk.at(MONDAY + 4 * HOUR);
  expect(desk.outcome).toBe('approved');
});
