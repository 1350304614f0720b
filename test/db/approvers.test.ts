import { candidatesFor } from '../../db/read/approvers';
import { saveDepartment } from '../../db/stores/departments';
import { insertPerson } from '../../db/stores/people';
import type { Assignee } from '../../domain/approval/schema';
import type { Person } from '../../domain/people/people';
import { aPerson } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { step } from '../domain/approval-builders';

const MATTER = { partyIds: [], now: 0, hours: 0 };

/** P1: every source of approvers, looked up in a real directory. */
let database: TestDatabase;
const people: Record<string, Person> = {};

beforeAll(async () => {
  database = await testDatabase();
  await hire('CEO', { roles: ['executive'] });
  await hire('HEAD', { managerId: id('CEO'), departmentId: 'ops' });
  await hire('LEAD', { managerId: id('HEAD'), departmentId: 'ops' });
  await hire('R', { managerId: id('LEAD'), departmentId: 'ops' });
  await hire('FIN', { roles: ['finance'], departmentId: 'fin', managerId: id('CEO') });
  await hire('LEFT', { roles: ['finance'], departmentId: 'ops', active: false });
  await saveDepartment(database.db, { id: 'ops', name: 'Operations', headId: id('HEAD') }, 0);
  await saveDepartment(database.db, { id: 'fin', name: 'Finance', headId: null }, 0);
});
afterAll(() => database.drop());

const id = (name: string): string => people[name]?.id ?? name;
async function hire(name: string, part: Partial<Person>): Promise<void> {
  people[name] = aPerson({ name, roles: [], ...part });
  await insertPerson(database.db, people[name], 0);
}

async function named(assignees: readonly Assignee[], part: object = {}): Promise<string[]> {
  const wanted = { db: database.db, step: step({ assignees, ...part }), requesterId: id('R'), matter: MATTER };
  const chosen = [id('FIN'), id('LEFT'), id('HEAD')];
  const found = await candidatesFor({ ...wanted, roles: { owner: id('LEAD') }, selected: [id('CEO')], chosen });
  return found.map(({ personId }) => Object.values(people).find((person) => person.id === personId)?.name ?? '');
}

test.each([
  ['a user', () => ({ user: id('FIN') }), ['FIN']],
  ['a user who left', () => ({ user: id('LEFT') }), []],
  ['a role', () => ({ role: 'finance' }) as const, ['FIN']],
  ['the requester’s manager', () => ({ manager: true }) as const, ['LEAD']],
  ['two levels of managers', () => ({ headChain: 2 }), ['LEAD', 'HEAD']],
  ['more levels than there are', () => ({ headChain: 10 }), ['LEAD', 'HEAD', 'CEO']],
  ['a department', () => ({ department: 'fin' }), ['FIN']],
  ['the requester’s own department', () => ({ department: true }) as const, ['HEAD', 'LEAD', 'R']],
  ['the head of a department', () => ({ departmentHead: 'ops' }), ['HEAD']],
  ['the head of the requester’s department', () => ({ departmentHead: true }) as const, ['HEAD']],
  ['the head of a department without one', () => ({ departmentHead: 'fin' }), []],
  ['a part in the engagement', () => ({ engagementRole: 'owner' }) as const, ['LEAD']],
  ['a part that nobody has', () => ({ engagementRole: 'legal' }) as const, []],
  ['the requester’s choice', () => ({ requesterSelect: true }) as const, ['CEO']],
  ['the previous approver’s choice', () => ({ previousSelect: true }) as const, ['FIN', 'HEAD']],
] satisfies [string, () => Assignee, string[]][])('%s', async (_name, source, expected) => {
  expect(await named([source()])).toEqual(expected);
});

test('P23: a person whom several sources name is named once, where the first source stands', async () => {
  expect(await named([{ user: id('HEAD') }, { headChain: 3 }])).toEqual(['HEAD', 'LEAD', 'CEO']);
});

test('weights are those of the step, and 1 for people without one', async () => {
  const weighed = step({ assignees: [{ headChain: 2 }], mode: 'weighted', weights: { [id('LEAD')]: 30 } });
  const wanted = {
    db: database.db,
    step: weighed,
    requesterId: id('R'),
    roles: {},
    selected: [],
    chosen: [],
    matter: MATTER,
  };

  expect((await candidatesFor(wanted)).map(({ weight }) => weight)).toEqual([30, 1]);
});
