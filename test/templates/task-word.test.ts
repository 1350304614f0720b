import { inReadingOrder, taskWord, toSignLater } from '../../templates/task-word';
import { Desk, step } from '../domain/approval-builders';
import { peopleOf } from '../../templates/diagram/step-people';

const one = (part: object = {}): Desk => new Desk({ steps: [step({ people: ['A', 'B'], ...part })] });
const shown = ({ state }: Desk): readonly string[] =>
  peopleOf({ state, locale: 'en', nameOf: (id) => id }, step({ people: ['A', 'B'] })).map(
    ({ text, status }) => `${text}: ${status ?? ''}`,
  );

test('an opinion stands behind the one who asked for it, and is called one', () => {
  const desk = one({ mode: 'all' });
  desk.try('A', 'delegate', { toId: 'X' });
  expect(shown(desk)).toEqual(['A: waits for an opinion', 'X (advises A): to give an opinion', 'B: to decide']);
  desk.try('X', 'opinion');
  expect(shown(desk)).toEqual(['A: to decide', 'X (advises A): gave an opinion', 'B: to decide']);
});

test('signers are shown before they are asked, and not after they were taken out', () => {
  const desk = one();
  desk.try('A', 'add-sign', { position: 'after', userIds: ['X', 'Y'], mode: 'sequential' });
  desk.vote('A+');
  expect(shown(desk)).toEqual([
    'A: approved, others sign next',
    'X (signs for A): to decide',
    'Y (signs for A): waiting',
    'B: to decide',
  ]);
  const [task] = desk.state.tasks;
  expect(task && [taskWord(task), toSignLater(desk.state.tasks, task)]).toEqual(['approved-awaiting', ['Y']]);
});

test('whoever waits for signatures says so', () => {
  const desk = one();
  desk.try('A', 'add-sign', { position: 'before', userIds: ['X'] });
  expect(shown(desk)[0]).toBe('A: waits for signatures');
});

test('a further voter who was taken out before voting has no seat any more', () => {
  const desk = one({ mode: 'sequential' });
  desk.try('A', 'add-sign', { position: 'parallel', userIds: ['X'] });
  expect(shown(desk)).toEqual(['A: to decide', 'B: waiting', 'X: waiting']);
  desk.try('A', 'remove-sign', { userIds: ['X'] });
  expect(shown(desk)).toEqual(['A: to decide', 'B: waiting']);
});

test('a substitute is named with whom they act for, and an approval that was taken back as such', () => {
  const presence = { awayFrom: 0, includePending: true, left: false, standInIds: ['S'], changesAt: null };
  const away = new Desk({ steps: [step({ people: ['A'] })], directory: { presences: { A: presence } } });
  expect(shown(away)).toEqual(['A: with a substitute', 'S (for A): to decide']);
  const desk = new Desk({ steps: [step({ people: ['A'] }), step({ key: 's2', people: ['B'] })] });
  desk.vote('A+');
  desk.try('A', 'take-back');
  expect(shown(desk)).toEqual(['A: taken back', 'A: to decide']);
});

test('no task is lost from the order, even one whose asker is not there', () => {
  const desk = one();
  desk.try('A', 'delegate', { toId: 'X' });
  const orphans = desk.state.tasks.filter(({ assigneeId }) => assigneeId !== 'A');
  expect(inReadingOrder(orphans)).toHaveLength(2);
});
