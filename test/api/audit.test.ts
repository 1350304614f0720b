import { auditEntries } from '../../db/read/audit';
import { NeedsWorld } from './needs-world';
import { signedIn } from './world';

let world: NeedsWorld;
beforeAll(async () => (world = await NeedsWorld.open()));
afterAll(() => world.close());

test('an auditor takes the whole trail along, an object a line, and finds it intact; others get nothing of it', async () => {
  const auditor = await signedIn(world.db, { roles: ['auditor'] });
  const entries = [];
  for await (const each of auditEntries(world.db)) entries.push(each);

  const answer = await world.call('get', '/audit/export', auditor).buffer(true).expect(200);
  expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  expect(entries.length).toBeGreaterThan(0);
  expect(answer.text).toBe(entries.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const verdict = await world.call('get', '/audit/verify', auditor).expect(200);
  expect(verdict.body).toEqual({ intact: true, broken: [], erased: 0 });
  await world.call('get', '/audit/export', await signedIn(world.db, { roles: ['manager'] })).expect(403);
});
