import type { ExitTask } from '../../../domain/exit/task-schema';
import { type TaskAct, taskAccess, taskObjection } from '../../../domain/exit/tasks';
import type { Role } from '../../../domain/people/people';

const TEAM = { ownerId: 'owner', sponsorId: 'sponsor', roles: { legal: 'lee', vendorRep: 'vera' } };
const task = (part: Partial<ExitTask> = {}): ExitTask => ({
  key: 'migrate-data',
  title: 'Move all datasets',
  titles: { en: 'Move all datasets', 'zh-CN': '迁移全部数据集' },
  assigneeId: 'sam',
  due: '2027-01-31',
  after: ['data-inventory'],
  partialId: null,
  state: 'open',
  comment: null,
  waiver: null,
  closedBy: null,
  closedAt: null,
  ...part,
});
const ASKED = { waiver: { reason: 'no data', askedBy: 'sam' } };

describe('a task of the exit', () => {
  test.each<[string, readonly Role[], readonly TaskAct[]]>([
    ['sam', ['security'], ['done', 'waive']],
    ['owner', ['finance'], ['done', 'waive', 'confirm-waiver']],
    ['sponsor', ['finance'], ['done', 'waive', 'confirm-waiver']],
    ['root', ['admin'], ['done', 'waive', 'confirm-waiver']],
    ['mia', ['manager'], ['confirm-waiver']],
    ['lee', ['legal'], ['confirm-waiver']],
    ['eve', ['evaluator'], []],
    ['vera', ['vendor'], []],
  ])('that sam answers for: %s, who is %j, may %j', (id, roles, acts) => {
    const asked = { person: { id, roles }, team: TEAM, task: task(ASKED) };
    const may = (['done', 'waive', 'confirm-waiver'] as const).filter((act) => taskAccess(act, asked) === null);
    expect(may).toEqual(acts);
  });

  test('is never left out by the one who asked, whatever their role', () => {
    const asked = { person: { id: 'owner', roles: ['admin'] as const }, team: TEAM };
    const waiver = { reason: 'no data', askedBy: 'owner' };
    expect(taskAccess('confirm-waiver', { ...asked, task: task({ waiver }) })?.code).toBe('FORBIDDEN');
  });

  const inventory = (state: ExitTask['state']) => task({ key: 'data-inventory', after: [], state });
  test.each<[TaskAct, Partial<ExitTask>, ExitTask['state'], boolean]>([
    ['done', {}, 'done', true],
    ['done', {}, 'waived', true],
    ['done', {}, 'open', false],
    ['done', ASKED, 'done', true],
    ['done', { state: 'done' }, 'done', false],
    ['done', { state: 'waived' }, 'done', false],
    ['waive', {}, 'open', true],
    ['waive', ASKED, 'open', false],
    ['waive', { state: 'done' }, 'done', false],
    ['waive', { state: 'waived' }, 'done', false],
    ['confirm-waiver', ASKED, 'open', true],
    ['confirm-waiver', {}, 'done', false],
    ['confirm-waiver', { ...ASKED, state: 'done' }, 'done', false],
    ['confirm-waiver', { ...ASKED, state: 'waived' }, 'done', false],
  ])('takes the step %s from %j, after a task that is %s: %s', (act, part, before, allowed) => {
    const refusal = taskObjection(act, task(part), { tasks: [inventory(before), task(part)], matters: {} });
    expect(refusal?.code ?? null).toBe(allowed ? null : 'STATE_CONFLICT');
  });

  test('names what it builds on', () => {
    expect(
      taskObjection('done', task(), { tasks: [inventory('open')], matters: {} })?.errors?.map(({ path }) => path),
    ).toEqual(['data-inventory']);
  });
});
