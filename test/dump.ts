import type { Db } from '../db/knex';

/** Every row of every table as text, in an order that does not depend on when it was written. */
export async function dumpOf(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const tables: string[] = [];
  for (const { name } of rows) {
    const content = await db.raw<{ rows: { line: string }[] }>(
      'select to_jsonb(t)::text as line from ?? as t order by 1',
      [name],
    );
    tables.push([name, ...content.rows.map(({ line }) => line)].join('\n'));
  }
  return tables.join('\n');
}

/** The same but for tokens, keys and sessions, which the calls themselves make and stamp. */
export const rowsOf = async (db: Db): Promise<string> =>
  (await dumpOf(db))
    .split('\n')
    .filter((line) => !line.includes('"secret_hash"'))
    .join('\n');
