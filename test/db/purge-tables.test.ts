import { KEPT_TABLES, PURGED_TABLES } from '../../db/purge/tables';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Reference {
  readonly from: string;
  readonly to: string;
  readonly cascades: boolean;
}

const references = async (): Promise<readonly Reference[]> =>
  (
    await database.db.raw<{ rows: Reference[] }>(
      `select conrelid::regclass::text as "from", confrelid::regclass::text as "to", confdeltype = 'c' as cascades
       from pg_constraint where contype = 'f' and conparentid = 0`,
    )
  ).rows;

/** Tables with a column for engagements, and all that refer to one of them, however far away. */
async function tablesOfEngagements(): Promise<ReadonlySet<string>> {
  const named = await database.db.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and column_name = 'engagement_id' and table_type = 'BASE TABLE'
       and not exists (select from pg_inherits where inhrelid = to_regclass(table_name))`,
  );
  const links = await references();
  const found = new Set(['engagements', ...named.rows.map(({ name }) => name)]);
  const further = () => links.filter(({ from, to }) => found.has(to) && !found.has(from)).map(({ from }) => from);
  for (let next = further(); next.length > 0; next = further()) next.forEach((name) => found.add(name));
  return found;
}

test('every table that knows of engagements is purged, or stays for a reason', async () => {
  const listed = [...PURGED_TABLES.map(({ table }) => table), ...Object.keys(KEPT_TABLES)];
  expect(new Set(listed).size).toBe(listed.length);
  // Of events that went out it is the stream that names the engagement.
  expect([...(await tablesOfEngagements())].sort()).toEqual(listed.sort());
});

test('a table is purged before those that it refers to, and its rows can be told apart', async () => {
  const place = new Map(PURGED_TABLES.map(({ table }, index) => [table, index]));
  const whole = new Set(PURGED_TABLES.flatMap(({ table, whole: all }) => (all ? [table] : [])));
  for (const { from, to } of await references()) {
    const [before, after] = [place.get(from), place.get(to)];
    if (before === undefined || after === undefined || (from === to && whole.has(from))) continue;
    expect([from, to, before < after]).toEqual([from, to, true]);
  }
  for (const { table, where } of PURGED_TABLES) {
    const id = '0191d5a8-0000-7000-8000-000000000001';
    expect((await database.db.raw<{ rows: unknown[] }>(`select 1 from ${table} where ${where}`, { id })).rows).toEqual([]); // prettier-ignore
    const key = await database.db.raw<{ rows: unknown[] }>(
      `select 1 from pg_index where indrelid = '${table}'::regclass and indisprimary`,
    );
    expect([table, key.rows.length]).toEqual([table, 1]);
  }
});
