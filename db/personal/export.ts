import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { COLUMNS, RETENTIONS } from './columns';

/** A row that knows of a person, without secrets and contents of files, and until when it is kept. */
export interface PersonalRow {
  readonly table: string;
  readonly kept: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Rows that are read at once. */
const PAGE = 500;
const wordsOf = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

/** Everything that names a person by their id or their address, in any column that may hold such a thing. */
export async function* personalData(db: Db, person: Pick<Person, 'id' | 'email'>): AsyncGenerator<PersonalRow> {
  for (const table of Object.keys(COLUMNS)) yield* rowsOf(db, table, person);
}

async function* rowsOf(
  db: Db,
  table: string,
  { id, email }: Pick<Person, 'id' | 'email'>,
): AsyncGenerator<PersonalRow> {
  const { kept = 'organisation', identity, people, text, secret } = COLUMNS[table] ?? {};
  const columns = [identity, people, text].flatMap(wordsOf);
  if (columns.length === 0) return;
  const said = `concat_ws(' ', ${columns.map((column) => `"${column}"`).join(', ')})`;
  const sql = `select ctid::text as place, to_jsonb(t) - :secret::text[] as row from "${table}" t
    where ctid > :after::tid and (position(:id in ${said}) > 0 or position(lower(:email) in lower(${said})) > 0)
    order by ctid limit ${PAGE}`;
  for (let after = '(0,0)'; after !== '';) {
    const bindings = { secret: wordsOf(secret), after, id, email };
    const { rows } = await db.raw<{ rows: { place: string; row: PersonalRow['row'] }[] }>(sql, bindings);
    for (const { row } of rows) yield { table, kept: RETENTIONS[kept], row };
    after = rows.length < PAGE ? '' : (rows.at(-1)?.place ?? '');
  }
}
