import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { changedTables, momentOf } from '../../../activities/migration/moment';
import { openTables } from '../../../activities/migration/table-source';
import { resolveDatabase } from '../../../activities/migration/places';
import type { Freeze } from '../../../domain/exit/manifest';
import type { TestDatabase } from '../../database';
import { BagWorld } from './bag-world';
import { atRest, emptySource, sql } from './parts';

let world: BagWorld;
let source: TestDatabase;
beforeAll(async () => {
  world = await BagWorld.start();
  source = await emptySource(...SOURCE);
  await atRest(source.url);
});
afterAll(async () => {
  await source.drop();
  await world.stop();
});

const SOURCE = [
  `create type inner_mood as enum ('calm', 'wild')`,
  `create type mood as (felt inner_mood, why text)`,
  `create table people (id int primary key, name text, moods mood[])`,
  `insert into people values (1, 'a', array[row('calm', 'x')::mood]), (2, 'b', null)`,
  `create table twin (id int primary key, name text, moods mood[])`,
  `insert into twin values (1, 'y', null), (2, 'z', null)`,
  `create table parted (id int primary key, name text) partition by range (id)`,
  `create table parted_low partition of parted for values from (0) to (10)`,
  `create table low_too (like parted including all)`,
  `insert into parted values (1, 'a')`,
  `insert into low_too values (1, 'b')`,
];

/** What a migration sees of the source now, and which of its tables changed since it looked last. */
async function seen(tables: readonly string[], before?: Freeze) {
  const deps = { exitAllow: [source.url.replace(/\/\/.*@/, '//')], environment: {} };
  const place = await resolveDatabase({ kind: 'postgres', url: source.url, tables: [...tables] }, deps);
  const { session, ...rest } = await openTables(place, tables);
  try {
    const moment = momentOf({ session, ...rest });
    const now = await moment.freeze(0);
    return { now, changed: before ? await changedTables(moment, before, now) : [] };
  } finally {
    await session.close();
  }
}

test('a table that nobody touches stays the same, whatever is done for its upkeep or beside it', async () => {
  const { now } = await seen(['people', 'parted']);
  await sql(source.url, `vacuum analyze people`, `create table beside (id int primary key)`, `vacuum freeze people`);
  expect((await seen(['people', 'parted'], now)).changed).toEqual([]);
});

test.each([
  ['a name of an enum inside of a list of records', `alter type inner_mood rename value 'calm' to 'quiet'`],
  [
    'a name that was changed and changed back',
    `alter type inner_mood rename value 'quiet' to 'x'`,
    `alter type inner_mood rename value 'x' to 'quiet'`,
  ],
  ['a field of a record', `alter type mood rename attribute why to because`],
  ['a column that was added', `alter table people add column more text default 'much'`],
  ['a column that was dropped', `alter table people drop column more`],
  [
    'two columns that took the names of each other',
    `alter table people add column other text`,
    `alter table people rename column name to tmp`,
    `alter table people rename column other to name`,
  ],
  [
    'two tables that took the names of each other',
    `alter table people rename to tmp`,
    `alter table twin rename to people`,
    `alter table tmp rename to twin`,
  ],
  [
    'a partition in place of another one',
    `alter table parted detach partition parted_low`,
    `alter table parted attach partition low_too for values from (0) to (10)`,
  ],
])('%s is a change, although no row was written', async (_, ...changes) => {
  const { now } = await seen(['people', 'parted']);
  await sql(source.url, ...changes);
  expect((await seen(['people', 'parted'], now)).changed).toHaveLength(1);
});

test('what a name of the catalogue says is never taken as it was', async () => {
  await sql(source.url, `create table named (id int primary key, which regclass)`);
  const { now } = await seen(['named']);
  expect((await seen(['named'], now)).changed).toEqual(['public.named']);
});

test('rows tell nothing when half of all transactions have passed, or the database is another one or was set back', async () => {
  const { now } = await seen(['people']);
  const [oldest = '', latest = ''] = now.snapshot.split(':');
  const at = (from: bigint, to: bigint): string => `${from}:${to}:`;
  const [low, high] = [BigInt(oldest), BigInt(latest)];
  const others: readonly Partial<Freeze>[] = [
    // So far ahead that others on this server do not catch up meanwhile.
    { snapshot: at(high + 1_000_000n, high + 1_000_001n) },
    { snapshot: at(high - 2n ** 31n, low) },
    { system: 'another' },
    { snapshot: '' },
    { definitions: {} },
  ];
  for (const other of others) expect((await seen(['people'], { ...now, ...other })).changed).toEqual(['public.people']);
  expect((await seen(['people'], now)).changed).toEqual([]);
});

test('an encrypted copy of a name that was changed before it was read back is not called equal', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  const own = await emptySource(
    `create type colour as enum ('red', 'green')`,
    `create table things (id int primary key, colour colour)`,
    `insert into things values (1, 'red'), (2, 'green')`,
  );
  const end = { kind: 'postgres' as const, secretRef: 'env:SOURCE', tables: ['things'] };
  const { migration } = await world.migration('label', end, { recipient }, { SOURCE: own.url });
  await migration.transfer();
  await sql(own.url, `alter type colour rename value 'red' to 'crimson'`);

  expect(await migration.verify()).toMatchObject({ passed: false, findings: [{ check: 'hashes' }] });
  await migration.transfer();
  expect(await migration.verify()).toMatchObject({ passed: true });
  await own.drop();
});

test('rows that came after the inventory, were sent, and went before reading back are found and mended in one round', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  const own = await emptySource(
    `create table brief (id int primary key, n int)`,
    `insert into brief select i, i from generate_series(1, 50) i`,
  );
  const end = { kind: 'postgres' as const, secretRef: 'env:SOURCE', tables: ['brief'] };
  const { migration } = await world.migration('brief', end, { recipient }, { SOURCE: own.url });
  await sql(own.url, `insert into brief values (51, 51)`);
  await migration.transfer();
  await sql(own.url, `delete from brief where id = 51`);

  expect(await migration.verify()).toMatchObject({ passed: false, findings: [{ check: 'hashes' }] });
  await migration.transfer();
  expect(await migration.verify()).toMatchObject({ passed: true });
  await own.drop();
});
