import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FilesWorld } from './files-world';

let world: FilesWorld;

beforeAll(async () => {
  world = await FilesWorld.start();
});
afterAll(() => world.stop());

test('links at the source are refused before anything is read', async () => {
  const { from, to, migration } = await world.tree('links', { 'a.txt': 'a' });
  await symlink('/etc/passwd', join(from, 'escape'));
  await expect(migration.inventory()).rejects.toThrow('escape is a link');
  await expect(readdir(to)).rejects.toThrow('ENOENT');
});

test('a link at the target does not lead the copy out of it', async () => {
  const { to, migration } = await world.tree('escape', { 'sub/a.txt': 'a' });
  const outside = join(world.root, 'escape', 'outside');
  await mkdir(outside);
  await migration.inventory();
  await symlink(outside, join(to, 'sub'));
  await expect(migration.transfer()).rejects.toThrow('leads out of');
  expect(await readdir(outside)).toEqual([]);
});

test('a directory whose real place is outside the allowlist is refused', async () => {
  const { migration, from } = await world.tree('real', { 'a.txt': 'a' });
  await rm(from, { recursive: true });
  await symlink('/etc', from);
  await expect(migration.inventory()).rejects.toMatchObject({ type: 'LOCATION_NOT_ALLOWED' });
});
