import { Desk, step } from './approval-builders';

/** Signatures that are awaited while the step, the vote or the people change. */
const one = (part: Parameters<typeof step>[0] = {}) => new Desk({ steps: [step({ people: ['A'], ...part })] });
const sign = (desk: Desk, position: 'before' | 'after' | 'parallel', userIds: string[]) =>
  desk.try('A', 'add-sign', { position, userIds });

test('whoever waits for signatures changes nothing about them once somebody else has ended the step', () => {
  const desk = new Desk({ steps: [step({ people: ['A', 'B'] }), step({ key: 's2', people: ['C'] })] });
  sign(desk, 'after', ['X']);
  desk.vote('A+ B+');

  expect(sign(desk, 'parallel', ['Y'])?.code).toBe('TASK_CLOSED');
  expect(desk.try('A', 'remove-sign', { userIds: ['X'] })?.code).toBe('TASK_CLOSED');
  expect(desk.open).toEqual(['C']);
});

test('where rejections wait, an approval that is given once more still waits for its signature', () => {
  const desk = one({ mode: 'all', rejectWaits: true });
  sign(desk, 'after', ['X']);
  desk.vote('A+ A+');
  expect(desk.open).toEqual(['X']);
  desk.vote('X+');

  expect(desk.outcome).toBe('approved');
});

test('whoever was taken out may be asked to sign anew', () => {
  const desk = one();
  sign(desk, 'before', ['X']);
  desk.try('A', 'remove-sign', { userIds: ['X'] });
  expect(desk.open).toEqual(['A']);
  sign(desk, 'before', ['X']);

  expect(desk.open).toEqual(['X']);
});

test('a person for whom a substitute has signed is not asked by the same holder again', () => {
  const presence = { awayFrom: 0, includePending: true, left: false, standInIds: ['S'], changesAt: null };
  const desk = new Desk({ steps: [step({ people: ['A'] })], directory: { presences: { X: presence } } });
  sign(desk, 'before', ['X']);
  desk.vote('S+');

  expect(sign(desk, 'before', ['X'])?.code).toBe('INVALID_FIELDS');
  expect(desk.open).toEqual(['A']);
});
