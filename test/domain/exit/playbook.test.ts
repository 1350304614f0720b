import { layOutPlaybook, SHIPPED_PLAYBOOK, shippedTitle, tasksFor } from '../../../domain/exit/playbook';
import { Playbook } from '../../../domain/exit/playbook-schema';
import type { ExitTask } from '../../../domain/exit/task-schema';
import { blockersOf, taskObjection } from '../../../domain/exit/tasks';

const task = (key: string, after: readonly string[] = [], part: object = {}) => ({
  ...{ key, title: { en: key, 'zh-CN': key }, role: 'owner', offset: 0, after: [...after] },
  ...part,
});

describe('a playbook', () => {
  test('ships as one that could be set', () => expect(Playbook.parse(SHIPPED_PLAYBOOK)).toEqual(SHIPPED_PLAYBOOK));

  test.each([
    ['builds on a task that is not there', [task('a', ['b'])], 'tasks.0.after.0'],
    ['names a task twice', [task('a'), task('a')], 'tasks.1.key'],
    ['builds on itself', [task('a', ['a'])], 'tasks.0.after'],
    [
      'comes round in a circle',
      [task('x'), task('a', ['c']), task('b', ['a']), task('c', ['b', 'x'])],
      'tasks.1.after',
    ],
    ['is empty', [], 'tasks'],
    ['gives a task to nobody', [task('a', [], { role: 'passer-by' })], 'tasks.0.role'],
  ])('that %s is refused', (_what, tasks, path) =>
    expect(Playbook.safeParse({ tasks }).error?.issues[0]?.path.join('.')).toBe(path),
  );

  test('of a kind of service takes the place of the general one', () => {
    const playbook = Playbook.parse({ tasks: [task('a')], byServiceType: { hr: [task('b')] } });
    expect(tasksFor(playbook, 'hr').map(({ key }) => key)).toEqual(['b']);
    expect(tasksFor(playbook, 'it').map(({ key }) => key)).toEqual(['a']);
    expect(Playbook.safeParse({ tasks: [task('a')], byServiceType: { gardening: [task('b')] } }).success).toBe(false);
  });

  test('counts days from the end, none before today', () => {
    const tasks = Playbook.parse({ tasks: [task('a', [], { offset: -30 }), task('b', [], { offset: 10 })] }).tasks;
    const days = layOutPlaybook(tasks, { effectiveDate: '2027-03-31', today: '2027-03-15' }).map(({ due }) => due);
    expect(days).toEqual(['2027-03-15', '2027-04-10']);
  });

  test('has its shipped titles for tasks of older exits', () => {
    expect(shippedTitle('migrate-data')?.en).toBe('Move all datasets and read them back');
    expect(shippedTitle('have-a-party')).toBeNull();
  });
});

test('a task is not done before what it builds on and what it is about; leaving it out needs two people', () => {
  const titles = { en: 'x', 'zh-CN': 'x' };
  const open = (key: string, after: string[] = []): ExitTask => ({
    ...{ key, title: 'x', titles, assigneeId: 'p', due: '2027-03-01', after, state: 'open' as const },
    ...{ comment: null, waiver: null, closedBy: null, closedAt: null, partialId: null },
  });
  const tasks = [open('a'), open('b', ['a'])];
  const matters = { a: [{ path: 'knowledge.1', name: 'Runbook', message: 'Runbook is planned' }] };
  const around = { tasks, matters };
  expect(tasks.map((one) => blockersOf(one, around).map(({ path }) => path))).toEqual([['knowledge.1'], ['a']]);
  expect(taskObjection('done', open('a'), around)).toMatchObject({ errors: [{ message: 'Runbook is planned' }] });
  expect(taskObjection('waive', open('a'), around)).toBeNull();
  expect(taskObjection('confirm-waiver', open('a'), around)?.code).toBe('STATE_CONFLICT');
});
