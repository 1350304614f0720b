import type { Db } from '../../db/knex';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly needed: boolean;
}

/** What a column may hold: the first word of the list that its check names, otherwise the plainest value of its type. */
const PLAIN: Readonly<Record<string, unknown>> = {
  integer: 1,
  bigint: 1,
  smallint: 1,
  numeric: 1,
  boolean: false,
  date: '2026-10-01',
  'timestamp with time zone': '2026-10-01T00:00:00Z',
  jsonb: '{}',
  bytea: Buffer.alloc(32),
  ARRAY: '{}',
};

const columnsOf = async (db: Db, table: string): Promise<readonly Column[]> =>
  (
    await db.raw<{ rows: Column[] }>(
      `select column_name as name, data_type as type,
         is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' as needed
       from information_schema.columns where table_schema = 'public' and table_name = ?`,
      [table],
    )
  ).rows;

/** Lists of words that the checks of a table name; the table has neither checks nor references from then on. */
async function wordsOf(db: Db, table: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.raw<{ rows: { name: string; text: string }[] }>(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint where contype in ('c', 'f') and conrelid = ?::regclass`,
    [table],
  );
  for (const { name } of rows) await db.raw('alter table ?? drop constraint ??', [table, name]);
  const lists = rows.flatMap(({ text }) => [...text.matchAll(/\(?(\w+) = ANY \(ARRAY\['([^']+)'/g)]);
  return new Map(lists.map(([, column = '', word = '']) => [column, word]));
}

export interface Planted {
  readonly table: string;
  /** The row's own id, and what it belongs to by which column. */
  readonly id: string;
  readonly of: string;
  readonly parentId: string;
  /** Stands in every column of text that has no list of words. */
  readonly word: string;
}

/** A row of any table with an id, whatever it refers to: enough to be found where nobody asks whose it is. */
export async function plant(db: Db, { table, id, of, parentId, word }: Planted): Promise<void> {
  const words = await wordsOf(db, table);
  const columns = await columnsOf(db, table);
  const filled = columns.filter(({ needed, name, type }) => needed || (type === 'text' && !words.has(name)));
  const plain = ({ name, type }: Column): unknown => (type === 'uuid' ? id : (words.get(name) ?? PLAIN[type] ?? word));
  const row = Object.fromEntries(filled.map((column) => [column.name, plain(column)]));
  await db(table).insert({ ...row, id, [of]: parentId });
}
