import request from 'supertest';
import { exitActivities } from '../../activities/exit';
import { signedIn, type SignedIn } from './world';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
let admin: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  admin = await signedIn(world.database.db, { roles: ['admin'] });
});
beforeEach(() => world.begin({ state: 'EXITING' }));
afterEach(() => world.database.db('settings').where({ key: 'exit-playbook' }).delete());
afterAll(() => world.close());

const setting = (method: 'get' | 'put', body?: object) =>
  request(world.app)[method]('/api/v1/settings/exit-playbook').set('authorization', admin.authorization).send(body);
const task = (key: string, after: readonly string[] = [], offset = 0) => ({
  ...{ key, title: { en: `Do ${key}`, 'zh-CN': `办理${key}` }, role: 'serviceManager', offset, after },
});
const open = async (effectiveDate = '2027-03-31') => {
  const exit = { exit_cause: 'convenience', exit_effective_date: effectiveDate };
  await world.database.db('engagements').where({ id: world.id }).update(exit);
  const order = { engagementId: world.id, effectiveDate, cause: 'convenience', now: world.now };
  world.orders.push(...(await exitActivities(world.database).openExit(order)));
};
interface Shown {
  readonly key: string;
  readonly blockedBy: readonly { readonly path: string }[];
}
const tasks = async (): Promise<readonly Shown[]> => (await world.call('get', '/exit').expect(200)).body.playbook;

test('the shipped playbook is read; one whose order cannot be kept is refused', async () => {
  const shipped = (await setting('get').expect(200)).body;
  expect(shipped).toMatchObject({ version: 1, origin: 'shipped' });
  expect(shipped.tasks).toHaveLength(11);
  const circle = await setting('put', { tasks: [task('a', ['b']), task('b', ['a'])] });
  expect(circle.body).toMatchObject({ status: 422, code: 'INVALID_FIELDS', errors: [{ path: 'tasks.0.after' }, {}] });
  const unknown = await setting('put', { tasks: [task('a', ['b'])] });
  expect(unknown.body).toMatchObject({ status: 422, errors: [{ path: 'tasks.0.after.0' }] });
  expect((await setting('get')).body).toEqual(shipped);
});

test('an exit goes by the playbook in force when it opens, and keeps it', async () => {
  await setting('put', { tasks: [task('say-goodbye')], byServiceType: {} }).expect(200);
  await open();
  await setting('put', { tasks: [task('other')] }).expect(200);
  expect(await tasks()).toMatchObject([
    {
      key: 'say-goodbye',
      titles: { en: 'Do say-goodbye', 'zh-CN': '办理say-goodbye' },
      due: '2027-03-31',
      blockedBy: [],
    },
  ]);
  const [letter] = await world.post();
  expect(letter?.subject).toContain('Do say-goodbye');
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('Do say-goodbye');
});

test('a task of knowledge waits until its receivers have accepted it, one of access until all has come back', async () => {
  await setting('put', { tasks: [task('knowledge-transfer'), task('revoke-access', ['knowledge-transfer'])] }).expect(
    200,
  );
  await open();
  const receiverId = world.people.stranger.person.id;
  const knowledge = { topic: 'Runbook', giver: 'Wu', receiverId, due: '2027-03-20' };
  const { body } = await world.call('post', '/exit/knowledge', knowledge).expect(201);
  await world.call('put', '/exit/returns', [{ key: 'vpn', kind: 'account', title: 'VPN', holder: 'Wu' }]).expect(200);
  expect((await tasks()).map(({ blockedBy }) => blockedBy)).toMatchObject([
    [{ path: `knowledge.${body.id}` }],
    [{ path: 'knowledge-transfer' }, { path: 'returns.vpn' }],
  ]);
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain('Waits for: Runbook');
  const early = await world.call('post', '/exit/tasks/knowledge-transfer/done', {});
  expect(early.body).toMatchObject({ status: 409, errors: [{ path: `knowledge.${body.id}` }] });
  await world.call('post', `/exit/knowledge/${body.id}/hand-over`, {}).expect(200);
  await world.call('post', `/exit/knowledge/${body.id}/answer`, { accepted: true }, 'stranger').expect(200);
  await world.call('post', '/exit/tasks/knowledge-transfer/done', {}).expect(200);
});

test('whoever owes a task is reminded before its day and on it; when it is late the owner hears of it as well', async () => {
  await setting('put', { tasks: [task('hand-in', [], -11), task('wave', [], -11)] }).expect(200);
  await open();
  await world.call('post', '/exit/tasks/wave/done', {}).expect(200);
  await world.post();
  const subjects = async (day: string) => {
    await world.until(day);
    return (await world.post()).map(({ to }) => to.name).sort();
  };
  // Due on Saturday the 20th: three business days before is Wednesday the 17th, one after it Monday the 22nd.
  expect(await subjects('2027-03-16T12:00')).toEqual([]);
  expect(await subjects('2027-03-17T12:00')).toEqual(['Sven']);
  expect(await subjects('2027-03-20T12:00')).toEqual(['Sven']);
  expect(await subjects('2027-03-22T12:00')).toEqual(['Olga', 'Sven']);
  expect(await subjects('2027-03-30T12:00')).toEqual([]);
});
