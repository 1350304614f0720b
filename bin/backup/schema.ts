import pg from 'pg';
import type { SequenceEntry } from './manifest';

/** One connection for one long statement after the other. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenure-backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Tables of the product, those in parts as the whole, with the columns that are written; what knex keeps for itself the migrations make again. */
export async function tablesOf(client: pg.Client): Promise<readonly TableShape[]> {
  const { rows } = await client.query<TableShape>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'knex\\_%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
  return rows;
}

export async function sequencesOf(client: pg.Client): Promise<readonly SequenceEntry[]> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename as name from pg_sequences
     where schemaname = current_schema() and sequencename not like 'knex\\_%' order by 1`,
  );
  const found: SequenceEntry[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ last: string; isCalled: boolean }>(
      `select last_value::text as last, is_called as "isCalled" from ${quoted(name)}`,
    );
    found.push(...state.rows.map((row) => ({ name, ...row })));
  }
  return found;
}

export async function migrationsOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from knex_migrations order by id');
  return rows.map(({ name }) => name);
}

export const quoted = (name: string): string => pg.escapeIdentifier(name);
export const columnList = (columns: readonly string[]): string => columns.map(quoted).join(', ');
