import { listVersions, findPolicy } from '../../db/stores/policies';
import { insertPerson } from '../../db/stores/people';
import type { Person } from '../../domain/people/people';
import { focusedIn, formIn, type Typed } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

let world: PageWorld;
let li: Visitor;
/** Decides what nobody may decide about their own requests. */
const BOSS: Person = {
  ...LI,
  id: '018f4c1e-0000-7000-8000-000000000007',
  email: 'boss@example.com',
  roles: ['executive', 'hr'],
};
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
  await insertPerson(world.database.db, BOSS, Date.now());
});
beforeEach(() => li.as('admin'));
afterAll(() => world.database.drop());

const EDIT = '/admin/policies/gate-needs/edit';

/** Presses a button of the form that a page shows, after other values have been typed. */
const press = (html: string, act: string, typed: Typed = {}, path = EDIT) => li.send(html, path, { ...typed, act });
const versions = async (key = 'gate-needs') =>
  (await listVersions(world.database.db, key)).map(({ version }) => version);
const valueOf = (html: string, name: string): string | null => formIn(html, EDIT).get(name);

test('a policy is told in words and drawn, and a sample request shows its way without being made', async () => {
  const list = await li.get('/admin/policies').expect(200);
  expect(list.text).toContain('href="/admin/policies/gate-needs"');
  const { text } = await li.get('/admin/policies/gate-needs').expect(200);
  expect(text).toContain('2 working days (cn)');
  expect(text).toContain('<svg class="flow"');
  const path = '/admin/policies/gate-needs?try.requester=&try.data.headcountAffected=3&try.data.criticality=general';
  const way = await li.get(path).expect(200);
  expect(way.text).toContain('If everybody agrees: approved');
  const unsaid = await li.get('/admin/policies/gate-needs?try.requester=').expect(200);
  expect(unsaid.text).not.toContain('If everybody agrees');
  expect(unsaid.text).toContain('class="fault"');
  expect(focusedIn(unsaid.text)).toEqual(['try.data.headcountAffected']);
  expect(await world.database.db('requests').count()).toEqual([{ count: 0 }]);
});

test('steps are added, moved and taken away, and nothing is saved by it', async () => {
  const before = await versions();
  const open = await li.get(EDIT).expect(200);
  const title = valueOf(open.text, 'steps.1.title');
  const moved = await press(open.text, 'up:steps.1', { 'steps.0.title': 'Not <saved> yet' });
  expect(moved.status).toBe(200);
  expect([valueOf(moved.text, 'steps.0.title'), valueOf(moved.text, 'steps.1.title')]).toEqual([
    title,
    'Not <saved> yet',
  ]);
  const added = await press(moved.text, 'step:steps:steps.3');
  expect(added.text).toMatch(/<strong tabindex="-1" autofocus>4 ?<\/strong>/);
  expect(focusedIn(added.text)).toHaveLength(1);
  expect(valueOf(added.text, 'steps.3.key')).toBe('step-4');
  const removed = await press(added.text, 'remove:steps.0');
  expect(valueOf(removed.text, 'steps.0.title')).toBe('Not <saved> yet');
  expect(await versions()).toEqual(before);
});

test('the draft is tried before it is saved', async () => {
  const open = await li.get(EDIT).expect(200);
  const typed = { 'steps.2.when': 'criticality = "x"', 'try.data.criticality': 'x', 'try.data.headcountAffected': '0' };
  const tried = await press(open.text, 'preview', { ...typed, 'try.requester': '' });
  expect(tried.text).toContain('<h3 tabindex="-1" autofocus>If everybody agrees: approved');
  expect(focusedIn(tried.text)).toHaveLength(1);
  expect(tried.text).toMatch(/Effect on employees<\/strong> <span class="chip skipped">left out/);
});

test('what is wrong stands beside its field, everything typed is there again, and nothing is saved', async () => {
  const before = await versions();
  const open = await li.get(EDIT).expect(200);
  const typed = {
    'steps.0.title': '',
    'steps.1.when': 'headcountAffected >',
    'steps.1.sla.duration': 'soon',
    'steps.2.assignees.1.user': 'nobody@example.org',
    'try.data.headcountAffected': '12',
  };
  const refused = await press(open.text, 'save', typed);
  expect(refused.status).toBe(422);
  for (const [name, value] of Object.entries(typed)) {
    const shown = formIn(refused.text, EDIT).get(name);
    expect([name, shown]).toEqual([name, name === 'steps.1.sla.duration' ? 'soon' : value]);
  }
  expect(refused.text).toContain('days, hours, minutes and seconds such as P2D or PT4H');

  expect(focusedIn(refused.text)).toEqual(['steps.0.title']);
  expect(refused.text).not.toMatch(/(?:form)?action="[^"]*#/);

  const whole = await press(refused.text, 'save', { 'steps.0.title': 'A', 'steps.1.sla.duration': '3d' });
  expect(whole.status).toBe(422);
  expect(whole.text).toContain('cannot be read at character');
  const people = await press(whole.text, 'save', { 'steps.1.when': 'headcountAffected > 1' });
  expect(people.status).toBe(422);
  expect(people.text).toContain('>is not an active person<');
  expect(focusedIn(people.text)).toEqual(['steps.2.assignees.1.user']);
  const nobody = await press(people.text, 'preview', {
    'steps.2.assignees.0.source': '',
    'steps.2.assignees.0.user': '',
    'steps.2.assignees.1.source': '',
    'steps.2.assignees.1.user': '',
  });
  expect(nobody.status).toBe(422);
  expect(focusedIn(nobody.text)).toEqual(['steps.2.assignees.0.source']);
  expect(await versions()).toEqual(before);
});

test('what cannot be stored is refused, and a text that is too long stays whole and is not saved', async () => {
  const before = await versions();
  const open = await li.get(EDIT).expect(200);
  const broken = await press(open.text, 'save', { 'steps.0.assignees.0.user': 'li\u0000@example.com' });
  expect(broken.status).toBe(422);
  const long = 'x'.repeat(10_001);
  const added = await press(open.text, 'step:steps', { 'steps.1.when': long });
  expect([added.status, valueOf(added.text, 'steps.1.when')]).toEqual([200, long]);
  const refused = await press(added.text, 'save');
  expect([refused.status, valueOf(refused.text, 'steps.1.when')]).toEqual([422, long]);
  expect(refused.text).toMatch(/>must have at most 10,?000 characters</);
  const tried = await press(open.text, 'preview', { 'try.requester': long });
  expect(valueOf(tried.text, 'try.requester')).toBe(long);
  expect(tried.text).toContain('>must have at most 254 characters<');
  expect(await versions()).toEqual(before);
});

test('a version that somebody saved meanwhile is told of and not written over, until whoever edits says so', async () => {
  const [mine, theirs] = [await li.get(EDIT).expect(200), await li.get(EDIT).expect(200)];
  const first = await press(theirs.text, 'save', { 'steps.0.title': 'Theirs' });
  expect([first.status, first.headers['location']]).toEqual([303, expect.stringMatching(/saved=1/)]);
  const newest = (await versions())[0];

  const stale = await press(mine.text, 'save', { 'steps.0.title': 'Mine' });
  expect(stale.status).toBe(422);
  expect(stale.text).toContain(`Somebody saved version ${newest} while you were editing.`);
  expect(stale.text).toContain('<code>management</code>');
  expect(valueOf(stale.text, 'steps.0.title')).toBe('Mine');
  expect((await versions())[0]).toBe(newest);

  const after = await press(stale.text, 'save', { onto: String(newest) });
  expect(after.status).toBe(303);
  expect((await findPolicy(world.database.db, 'gate-needs'))?.steps[0]).toMatchObject({ title: 'Mine' });
  const { text } = await li.get(String(after.headers['location'])).expect(200);
  expect(text).toContain('Saved as version');
});

test('a matrix is edited as a table, and its marks stay with their steps', async () => {
  const path = '/admin/new-policy';
  const blank = await li.get(path).expect(200);
  const named = { key: 'buying', title: 'Buying', 'steps.0.title': 'Manager', 'steps.0.assignees.0.source': 'manager' };
  const withMatrix = await press(blank.text, 'matrix:steps', named, path);
  const cells = {
    'steps.1.matrix.inputs.0.label': 'Amount',
    'steps.1.matrix.inputs.0.expression': 'amount',
    'steps.1.matrix.rules.0.when.0': '>= 1000',
    'steps.1.matrix.rules.0.steps': 'step-2-1',
    'steps.1.steps.0.key': 'finance',
    'steps.1.steps.0.title': 'Finance',
    'steps.1.steps.0.assignees.0.source': 'role:finance',
  };
  const typed = await press(withMatrix.text, 'rule:steps.1.matrix.rules', cells, path);
  const saved = await press(typed.text, 'save', { 'steps.1.matrix.rules.1.when.0': '< 10' }, path);
  expect(saved.status).toBe(303);
  expect((await findPolicy(world.database.db, 'buying'))?.steps[1]).toMatchObject({
    matrix: {
      rules: [
        { when: ['>= 1000'], steps: ['finance'] },
        { when: ['< 10'], steps: [] },
      ],
      otherwise: ['finance'],
    },
  });
  const again = await press(typed.text, 'save', {}, path);
  expect(again.status).toBe(422);
  expect(again.text).toContain('is taken');
});

test('the past is asked what it would have become', async () => {
  const open = await li.get(EDIT).expect(200);
  const tested = await press(open.text, 'backtest');
  expect(tested.text).toContain('0 requests examined.');
  const refused = await press(open.text, 'backtest', { 'test.to': '2000-01-01' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('<details open id="past">');
  expect(focusedIn(refused.text)).toEqual([expect.stringMatching(/^test\./)]);
});

test('who may only read has no form, and what they send is refused', async () => {
  const open = await li.get(EDIT).expect(200);
  await li.as('manager');
  const { text } = await li.get('/admin/policies/gate-needs').expect(200);
  expect(text).not.toContain('/edit"');
  await li.get(EDIT).expect(403);
  const before = await versions();
  expect((await press(open.text, 'save')).status).toBe(403);
  expect(await versions()).toEqual(before);
  await li.as('evaluator');
  await li.get('/admin/policies').expect(403);
  expect((await li.get('/inbox').expect(200)).text).not.toContain('href="/admin"');
});
