import { Desk, HOUR, MONDAY, step } from './approval-builders';

/** P06–P21 of the design's table: delegate, transfer, add-sign and remove-sign. */
const one = (part: Parameters<typeof step>[0] = {}) => new Desk({ steps: [step({ people: ['A'], ...part })] });
const sign = (desk: Desk, position: 'before' | 'after' | 'parallel', userIds: string[], part = {}) =>
  desk.try('A', 'add-sign', { position, userIds, ...part });

test('P06: a chain of delegates leads back to the holder with every word that was given', () => {
  const desk = one();
  desk.try('A', 'delegate', { toId: 'B' });
  expect([desk.task('A').status, desk.open]).toEqual(['delegated', ['B']]);
  desk.try('B', 'delegate', { toId: 'C' });
  expect(desk.open).toEqual(['C']);
  expect(desk.try('C', 'opinion')).toBeNull();

  expect(desk.open).toEqual(['A']);
  expect(desk.outcome).toBe('pending');
  expect(desk.facts.filter((fact) => fact === 'task.delegate' || fact === 'task.opinion')).toHaveLength(3);
  expect(desk.mails.at(-1)).toMatchObject({ kind: 'answered', recipientId: 'A' });
  desk.vote('A+');
  expect(desk.outcome).toBe('approved');
});

test('P07: nobody delegates to themselves, to a person of the step, or to the requester', () => {
  const desk = one({ people: ['A', 'B'] });
  for (const toId of ['A', 'B', 'R', undefined])
    expect(desk.try('A', 'delegate', { toId })?.code).toBe('INVALID_FIELDS');

  expect(desk.open).toEqual(['A', 'B']);
});

test('a delegate gives an opinion and decides nothing; the holder may decide without waiting for it', () => {
  const desk = one();
  desk.try('A', 'delegate', { toId: 'B' });
  expect(desk.try('B', 'approve')?.code).toBe('INVALID_FIELDS');
  expect(desk.try('B', 'opinion', { comment: '' })?.code).toBe('COMMENT_REQUIRED');
  expect(desk.try('A', 'approve')).toBeNull();

  expect(desk.outcome).toBe('approved');
  expect(desk.task('B')).toMatchObject({ status: 'cancelled', reasonCode: 'NOT_NEEDED' });
});

test('delegating does not stop the clock unless the step says so', () => {
  const sla = { duration: 'PT4H', calendar: '24x7' };
  const running = one({ sla });
  const paused = one({ sla, pauseOnDelegate: true });
  for (const desk of [running, paused]) {
    desk.try('A', 'delegate', { toId: 'B' });
    desk.now = MONDAY + 2 * HOUR;
    desk.try('B', 'opinion');
  }

  expect(running.task('A').clock.dueAt).toBe(MONDAY + 4 * HOUR);
  expect(paused.task('A').clock.dueAt).toBe(MONDAY + 6 * HOUR);
});

test('P14: signatures before come first, and the holder decides when all have signed', () => {
  const desk = one();
  sign(desk, 'before', ['X', 'Y'], { mode: 'all' });
  expect(desk.try('A', 'approve')?.code).toBe('STATE_CONFLICT');
  desk.vote('X+');
  expect(desk.task('A')).toMatchObject({ status: 'waiting', waitsFor: 'signers' });
  desk.vote('Y+');

  expect(desk.open).toEqual(['A']);
  desk.vote('A+');
  expect(desk.outcome).toBe('approved');
});

test.each([
  ['any', 'X+', ['A']],
  ['sequential', 'X+', ['Y']],
  ['all', 'X+', ['Y']],
] as const)('a group of mode %s goes on after its first approval', (mode, votes, open) => {
  const desk = one();
  sign(desk, 'before', ['X', 'Y'], { mode });
  desk.vote(votes);

  expect(desk.open).toEqual(open);
});

test('P15: a reject by an added signer rejects the step', () => {
  const desk = one();
  sign(desk, 'before', ['X', 'Y']);
  desk.vote('X-');

  expect(desk.state).toMatchObject({ status: 'rejected', outcomeReason: 'SIGNER_REJECTED' });
  expect(desk.open).toEqual([]);
});

test('P16: an approval is provisional until everybody has signed after it', () => {
  const desk = one();
  sign(desk, 'after', ['X']);
  expect(desk.open).toEqual(['A']);
  desk.vote('A+');
  expect([desk.outcome, desk.open]).toEqual(['pending', ['X']]);
  desk.vote('X+');

  expect(desk.outcome).toBe('approved');
});

test('P17: with the last signer removed before the holder decides, the holder still decides', () => {
  const desk = one();
  sign(desk, 'after', ['X']);
  expect(desk.try('A', 'remove-sign', { userIds: ['X'] })).toBeNull();

  expect([desk.outcome, desk.open]).toEqual(['pending', ['A']]);
});

test('P18: with the last signer removed after the holder approved, the step passes', () => {
  const desk = one();
  sign(desk, 'after', ['X']);
  desk.vote('A+');
  desk.try('A', 'remove-sign', { userIds: ['X'] });

  expect(desk.outcome).toBe('approved');
  expect(desk.task('X')).toMatchObject({ status: 'cancelled', reasonCode: 'SIGNER_REMOVED' });
});

test('P19: signatures before and after are not both open on one task', () => {
  const desk = one();
  sign(desk, 'before', ['X']);
  expect(sign(desk, 'after', ['Y'])?.code).toBe('INVALID_FIELDS');
  desk.vote('X+');

  expect(sign(desk, 'after', ['Y'])).toBeNull();
});

test('P20: a person who was added cannot add others', () => {
  const desk = one();
  sign(desk, 'before', ['X']);

  expect(desk.try('X', 'add-sign', { position: 'before', userIds: ['Y'] })?.code).toBe('INVALID_FIELDS');
});

test.each(['ratio', 'weighted', 'ballot'] as const)('P21: no voter joins a %s step after its first vote', (mode) => {
  const desk = one({ people: ['A', 'B', 'C'], mode, ratioBp: 6_000, ballot: { threshold: '1/2' } });
  expect(sign(desk, 'parallel', ['X'])).toBeNull();
  desk.vote('B+');

  expect(sign(desk, 'parallel', ['Y'])?.code).toBe('INVALID_FIELDS');
  expect(desk.open).toEqual(['A', 'C', 'X']);
});

test('parallel voters count, and can be taken out again before they vote', () => {
  const desk = one({ people: ['A', 'B'], mode: 'all' });
  sign(desk, 'parallel', ['X', 'Y']);
  desk.vote('A+ B+');
  expect(desk.open).toEqual(['X', 'Y']);
  desk.vote('X+');
  expect(desk.try('A', 'remove-sign', { userIds: ['X'] })?.code).not.toBeUndefined();
  expect(desk.outcome).toBe('pending');
});

test('removing the last open parallel voter counts again', () => {
  const desk = one({ people: ['A', 'B'], mode: 'all' });
  sign(desk, 'parallel', ['X']);
  desk.vote('B+');
  desk.try('A', 'remove-sign', { userIds: ['X'] });
  desk.vote('A+');

  expect(desk.outcome).toBe('approved');
});

test('in turn, an added voter comes last', () => {
  const desk = one({ people: ['A', 'B'], mode: 'sequential' });
  sign(desk, 'parallel', ['X']);
  expect(desk.open).toEqual(['A']);
  desk.vote('A+ B+');

  expect(desk.open).toEqual(['X']);
});

test('nobody is added twice, and neither the requester nor a person of the step', () => {
  const desk = one({ people: ['A', 'B'], mode: 'all' });
  for (const userIds of [['X', 'X'], ['B'], ['R'], []])
    expect(sign(desk, 'before', userIds)?.code).toBe('INVALID_FIELDS');

  expect(desk.open).toEqual(['A', 'B']);
});

test('the clock of a waiting holder stands still, and each added task has its own', () => {
  const desk = one({ sla: { duration: 'PT4H', calendar: '24x7' } });
  desk.now = MONDAY + HOUR;
  sign(desk, 'before', ['X']);
  desk.now = MONDAY + 3 * HOUR;
  desk.vote('X+');

  expect(desk.task('X').clock.dueAt).toBe(MONDAY + 5 * HOUR);
  expect(desk.task('A').clock.dueAt).toBe(MONDAY + 6 * HOUR);
});

test('the time of an added signer runs out on its own', () => {
  const desk = one({ sla: { duration: 'PT4H', calendar: '24x7' }, timeout: { action: 'reject' } });
  sign(desk, 'before', ['X']);
  desk.at(MONDAY + 4 * HOUR);

  expect(desk.state).toMatchObject({ status: 'rejected', outcomeReason: 'TIMEOUT_REJECT' });
});

test('T11: the successor of a transferred sequential task is still the one after the original', () => {
  const desk = one({ people: ['A', 'B', 'C'], mode: 'sequential' });
  desk.try('A', 'transfer', { toId: 'D' });
  desk.vote('D+');

  expect(desk.open).toEqual(['B']);
});

test('a transfer takes awaited signatures along', () => {
  const desk = one();
  sign(desk, 'after', ['X']);
  desk.try('A', 'transfer', { toId: 'B' });
  desk.vote('B+');

  expect(desk.open).toEqual(['X']);
});

test('the approver of a step picks the people of the next one where the policy says so', () => {
  const steps = [step({ people: ['A'] }), step({ key: 's2', assignees: [{ previousSelect: true }] })];
  const desk = new Desk({ steps });
  expect(desk.try('A', 'approve')?.errors).toEqual([{ path: 'userIds', message: 'must name who decides Step' }]);
  expect(desk.try('A', 'approve', { userIds: ['R'] })?.code).toBe('INVALID_FIELDS');
  expect(desk.try('A', 'approve', { userIds: ['B', 'C'] })).toBeNull();

  expect(desk.open).toEqual(['B', 'C']);
});
