import { keepSeen } from '../../db/stores/canaries';
import { insertTombstone } from '../../db/stores/tombstones';
import type { CanaryScan } from '../../domain/exit/deletion-schema';
import { aDataset } from '../activities/migration/parts';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  const ends = {
    source: { kind: 'directory' as const, path: '/srv/data' },
    target: { kind: 'directory' as const, path: '/srv/copy' },
  };
  const dataset = { key: 'people', title: 'People', personalData: true, ...ends };
  await aDataset(world.database.db, world.id, dataset);
});

const id = () => ({ engagementId: world.id, key: 'people' });
const path = '/exit/datasets/people/canaries';
const put = (...values: string[]) => world.call('put', path, { values });

test('values that were planted while the source was searched are not taken for those that were seen', async () => {
  await put('first-of-all').expect(200);
  const searched = { tables: 1, files: 0, bytes: 5 };
  const seen: CanaryScan = { at: '2026-11-26T00:00:00Z', planted: 1, found: 1, places: [], searched, unread: [] };
  await put('second-of-all').expect(200);

  expect(await keepSeen(world.database.db, id(), { values: ['first-of-all'], seen })).toBe(false);
  expect((await world.call('get', path)).body).toMatchObject({
    planted: 1,
    seen: null,
  });
});

test('nothing is planted any more once a part of the data is gone', async () => {
  const tombstone = { unit: 'public.people', seq: 0, sha256: 'a'.repeat(64), rows: 1, bytes: 1 };
  await insertTombstone(world.database.db, id(), { tombstone, now: Date.now() });

  const answer = await put('third-of-all');

  expect(answer.body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
});
