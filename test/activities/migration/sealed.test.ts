import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { existingRun } from '../../../db/stores/dataset-runs';
import { emptyDatabase } from '../../database';
import { ask, BagWorld } from './bag-world';
import { type Connectors, openConnectors } from './connectors-world';
import { emptySource } from './parts';

let world: BagWorld;
let connectors: Connectors;
let identity: string;
let recipient: string;
let keyFile: string;

beforeAll(async () => {
  world = await BagWorld.start();
  connectors = await openConnectors();
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  keyFile = join(world.root, 'key.txt');
  await writeFile(keyFile, `# a comment\n${identity}\n`);
});
afterAll(async () => {
  await connectors.close();
  await world.stop();
});

async function contentsOf(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of await readdir(directory, { recursive: true })) {
    const bytes = await readFile(join(directory, name)).catch(() => null);
    if (bytes) found.set(name, bytes);
  }
  return found;
}

/** Does what `age -d -i KEY -o OUT IN` does. */
const AGE = `#!${process.execPath}
const { Decrypter } = require(${JSON.stringify(require.resolve('age-encryption'))});
const { readFileSync, writeFileSync } = require('node:fs');
const [, , , , key, , out, from] = process.argv;
const decrypter = new Decrypter();
decrypter.addIdentity(readFileSync(key, 'utf8').trim().split('\\n').at(-1));
decrypter.decrypt(readFileSync(from)).then((bytes) => writeFileSync(out, bytes));
`;

test('the commands that a bag names open it beside itself, and it is whole afterwards', async () => {
  const source = await emptySource(`create table t (id int primary key, n text)`, `insert into t values (1, 'x')`);
  const { to } = await world.bag('opening/bag', { source, tables: ['t'], recipient });
  const programs = join(world.root, 'programs');
  await mkdir(programs);
  await writeFile(join(programs, 'age'), AGE, { mode: 0o755 });
  await copyFile(keyFile, join(to, '..', 'KEY.txt'));
  const readme = await readFile(join(to, 'README.md'), 'utf8');
  const commands = readme.split('\n').filter((line) => line.startsWith('    ') && line.includes('opened'));

  const env = { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` };
  const said = execFileSync('bash', ['-ec', commands.join('\n')], { cwd: to, env, encoding: 'utf8' });

  expect(commands).toHaveLength(2);
  expect(
    said
      .trim()
      .split('\n')
      .every((line) => line.endsWith(': OK')),
  ).toBe(true);
  expect(await readdir(join(to, '..', 'opened'))).toContain('data');
  expect(await ask('verify', { bag: to, identity: keyFile })).toMatchObject({ passed: true });
  await source.drop();
});

const SECRET = 'Canary-4711';

test('tables that are encrypted for their receiver hold nothing readable, and the receiver proves and imports them', async () => {
  const source = await emptySource(
    `create table people (id int primary key, name text, sum numeric(10,2), doc jsonb)`,
    `comment on column people.name is '${SECRET}'`,
    `insert into people select i, '${SECRET} ' || i, i / 8.0, '{"a": null}' from generate_series(1, 12000) i`,
  );
  const target = await emptyDatabase();
  const { to, run } = await world.bag('tables', { source, tables: ['people'], recipient });
  const files = await contentsOf(to);

  expect(run.verification).toMatchObject({ passed: true });
  expect([...files].filter(([, bytes]) => bytes.includes(SECRET)).map(([name]) => name)).toEqual([]);
  expect([...files.keys()].filter((name) => name.startsWith('data/') && name.endsWith('.age'))).toHaveLength(2);
  const readme = files.get('README.md')?.toString('utf8') ?? '';
  expect(readme).toContain(recipient);
  expect(readme).toContain('only the receiver can find out');

  expect(await ask('verify', { bag: to })).toMatchObject({
    passed: true,
    lines: expect.arrayContaining([expect.stringContaining('its content was not looked at')]),
  });
  expect((await ask('verify', { bag: to, identity: keyFile })).lines).toContain(
    '· 2 pieces decrypted to the hash from before',
  );
  const imported = await ask('import', { bag: to, identity: keyFile, to: target.url });
  expect(imported).toMatchObject({
    passed: true,
    lines: expect.arrayContaining([expect.stringContaining('12000 rows')]),
  });
  await Promise.all([source.drop(), target.drop()]);
});

test('the signed statement of an encrypted bag says what its maker has checked and what is left to the receiver', async () => {
  const source = await emptySource(`create table t (id int primary key, n numeric)`, `insert into t values (1, 2.50)`);
  const { to, run } = await world.bag('statement', { source, tables: ['t'], recipient });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const paper = await readFile(join(to, 'tenure-manifest.json.000000.age'));
  const { content } = JSON.parse(await decrypter.decrypt(paper, 'text'));

  expect(content).toMatchObject({
    manifest: run.manifest?.content,
    encryption: { format: 'age-encryption.org/v1', recipient },
    tables: { 'public.t': { rows: '1', sums: { id: '1', n: '2.50' } } },
    verified: {
      by: 'the worker that wrote the files',
      readBack: run.verification?.readBack,
      checks: [
        { check: 'hashes', compared: 1 },
        { check: 'counts', compared: 1 },
        { check: 'files', compared: 1 },
      ],
      leftToReceiver: ['decryption', 'content of the files', 'round trip'],
    },
  });
  await source.drop();
});

test('a piece that is spoiled at an encrypted target is found, sent again alone, and comes out as it was', async () => {
  const from = join(world.root, 'big');
  await mkdir(join(from, 'folder'), { recursive: true });
  const big = Buffer.alloc(17 * 1024 * 1024, SECRET);
  await writeFile(join(from, 'folder/客户 big.dat'), big);
  await writeFile(join(from, 'empty'), '');
  const { to, migration } = await world.migration('pieces', { kind: 'directory', path: from }, { recipient });
  await migration.transfer();
  const first = join(to, 'data/folder/客户 big.dat.000000.age');
  const second = await readFile(join(to, 'data/folder/客户 big.dat.000001.age'));
  const bytes = await readFile(first);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(first, bytes);

  expect(await migration.verify()).toMatchObject({ passed: false });
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict).toMatchObject({ passed: true });
  expect((await readFile(join(to, 'data/folder/客户 big.dat.000001.age'))).equals(second)).toBe(true);
  const out = join(world.root, 'pieces-open');
  expect(await ask('open', { bag: to, identity: keyFile, to: out })).toMatchObject({ passed: true });
  expect((await readFile(join(out, 'folder/客户 big.dat'))).equals(big)).toBe(true);
  expect(await readFile(join(out, 'empty'))).toEqual(Buffer.alloc(0));
  await truncate(first, 100);
  expect(await ask('verify', { bag: to, identity: keyFile })).toMatchObject({ passed: false });
});

test('with another identity nothing can be opened, and the check says so', async () => {
  const from = join(world.root, 'other');
  await mkdir(from);
  await writeFile(join(from, 'a'), SECRET);
  const { to, migration } = await world.migration('other-key', { kind: 'directory', path: from }, { recipient });
  await migration.transfer();
  await migration.record(await migration.verify());
  const stranger = join(world.root, 'stranger.txt');
  await writeFile(stranger, await generateX25519Identity());

  await expect(ask('verify', { bag: to, identity: stranger })).rejects.toThrow('no identity matched');
});

test.each(['s3', 'sftp'] as const)('a target of kind %s takes encrypted files piece by piece', async (kind) => {
  const name = `sealed-${kind}`;
  const source = await connectors.fill('directory', name, { 'a.txt': SECRET, 'b/c.bin': Buffer.alloc(40_000, 7) });
  const end = connectors.endOf(kind, name);
  if (end.kind === 'postgres' || end.kind === 'https') throw new Error('no target');
  const migration = await connectors.migrationOf(source, { ...end, recipient });
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict).toMatchObject({ passed: true });
  const files = await connectors.contents(kind, name);
  expect([...files.values()].some((bytes) => bytes.includes(SECRET))).toBe(false);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const sealed = files.get('data/a.txt.000000.age') ?? Buffer.alloc(0);
  expect(await decrypter.decrypt(sealed, 'text')).toBe(SECRET);
  expect((await existingRun(connectors.own.db, migration.runId)).manifest?.content).toMatchObject({ files: 2 });
});

test('a target whose recipient is no key of age is refused before anything is written', async () => {
  const typo = `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`;
  const from = join(world.root, 'other');
  await expect(world.migration('typo', { kind: 'directory', path: from }, { recipient: typo })).rejects.toThrow(
    'is not the public key of an age identity',
  );
});
