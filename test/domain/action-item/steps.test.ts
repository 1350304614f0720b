import { dueOnDay, marksOf } from '../../../domain/action-item/marks';
import { actionSteps, dueSteps } from '../../../domain/action-item/steps';

const DAY = 86_400_000;
const opensAt = Date.parse('2026-11-01T08:00:00Z');
const dueAt = dueOnDay('Asia/Shanghai', '2026-11-30');
const text = (at: number): string => new Date(at).toISOString();

const item = {
  id: 'i1',
  kind: 'obligation' as const,
  title: 'Report',
  state: 'open' as const,
  opensAt: text(opensAt),
  dueAt: text(dueAt),
  updatedAt: text(opensAt),
  marks: marksOf({ opensAt, dueAt }),
  marksDone: 0,
  version: 1,
  toldVersion: 0,
};

test('what is due on a day is due at its close of business where the engagement is', () => {
  expect(text(dueAt)).toBe('2026-11-30T10:00:00.000Z');
});

test('it is recalled in the morning a week and a day before, then on the due date and ever more rarely', () => {
  expect(item.marks.map(text)).toEqual([
    '2026-11-23T01:00:00.000Z',
    '2026-11-29T01:00:00.000Z',
    '2026-11-30T10:00:00.000Z',
    '2026-12-07T10:00:00.000Z',
    '2026-12-14T10:00:00.000Z',
    '2026-12-28T10:00:00.000Z',
  ]);
});

test('a reminder that would come before the work begins is left out', () => {
  const late = marksOf({ opensAt: dueAt - 3 * DAY, dueAt });

  expect(late.filter((at) => at < dueAt)).toHaveLength(1);
});

test('its people are told first, then recalled', () => {
  expect(actionSteps(item).map(({ facts }) => facts['word'])).toEqual([
    'tell',
    'reminder',
    'reminder',
    'overdue',
    'overdue',
    'overdue',
    'overdue',
  ]);
});

test('nothing is said of work that has ended', () => {
  expect(actionSteps({ ...item, state: 'done' })).toEqual([]);
  expect(dueSteps({ ...item, state: 'waived' }, dueAt + 90 * DAY)).toBeNull();
});

test('nothing is due before the work begins', () => {
  expect(dueSteps(item, opensAt - 1)).toBeNull();
});

test('of marks that passed while nothing ran, the last is spoken of and all are counted', () => {
  expect(dueSteps(item, dueAt + 8 * DAY)).toEqual({
    tell: true,
    marksPassed: 4,
    overdue: true,
    newlyOverdue: true,
  });
});

test('it becomes overdue once', () => {
  const told = { ...item, toldVersion: 1, marksDone: 3 };

  expect(dueSteps(told, dueAt + 8 * DAY)).toMatchObject({ tell: false, overdue: true, newlyOverdue: false });
});
