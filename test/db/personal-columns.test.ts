import { COLUMNS } from '../../db/personal/columns';
import { PURGED_TABLES } from '../../db/purge/tables';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const columns = async (): Promise<readonly Column[]> => {
  const { rows } = await database.db.raw<{ rows: Column[] }>(
    `select table_name as "table", column_name as name, data_type as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and not exists (select from pg_inherits where inhrelid = to_regclass(table_name)) order by 1, 2`,
  );
  return rows;
};
const wordsOf = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

test('every column of every table is classed by what it tells of people, once', async () => {
  const classed = Object.entries(COLUMNS).flatMap(([table, { identity, people, text, secret, other }]) =>
    [identity, people, text, secret, other].flatMap(wordsOf).map((name) => `${table}.${name}`),
  );
  expect(classed.sort()).toEqual((await columns()).map(({ table, name }) => `${table}.${name}`).sort());
});

test('what refers to users is classed as people, and no JSON as nothing of people', async () => {
  const { rows } = await database.db.raw<{ rows: { table: string; name: string }[] }>(
    `select conrelid::regclass::text as "table", attname as name from pg_constraint
     join pg_attribute on attrelid = conrelid and attnum = any (conkey)
     where contype = 'f' and confrelid = 'users'::regclass`,
  );
  for (const { table, name } of rows) expect([table, wordsOf(COLUMNS[table]?.people)]).toEqual([table, expect.arrayContaining([name])]); // prettier-ignore
  const blind = (await columns()).filter(({ table, name, type }) => type === 'jsonb' && wordsOf(COLUMNS[table]?.other).includes(name)); // prettier-ignore
  expect(blind).toEqual([]);
});

test('tables of an engagement are kept until its purge', () => {
  for (const { table } of PURGED_TABLES) expect([table, ['engagement', 'survey']]).toEqual([table, expect.arrayContaining([COLUMNS[table]?.kept])]); // prettier-ignore
});
