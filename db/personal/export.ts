import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { addressBindings, holdsAddress } from './address';
import { COLUMNS, RETENTIONS, type TableClasses } from './columns';
import { entriesWhere } from './trail';

/** A row that knows of a person, without secrets and contents of files, and until when it is kept. */
export interface PersonalRow {
  readonly table: string;
  readonly kept: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Rows that are read at once. */
const PAGE = 500;
const wordsOf = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

const TRAIL = 'audit_events';

type Whom = Pick<Person, 'id' | 'email'>;

/** Everything that names a person by their id or their address, in any column that may hold such a thing. */
export async function* personalData(db: Db, person: Whom): AsyncGenerator<PersonalRow> {
  for (const [table, classes] of Object.entries(COLUMNS)) yield* rowsOf(db, { table, classes }, person);
}

interface Table {
  readonly table: string;
  readonly classes: TableClasses;
}

async function* rowsOf(db: Db, { table, classes }: Table, person: Whom): AsyncGenerator<PersonalRow> {
  const columns = [classes.identity, classes.people, classes.text].flatMap(wordsOf);
  if (columns.length === 0) return;
  const named = namedIn(`concat_ws(' ', ${columns.map((column) => `"${column}"`).join(', ')})`);
  const read = (part: string): AsyncGenerator<PersonalRow['row']> =>
    table === TRAIL ? trailRows(db, named, person) : pagesOf(db, { table: part, classes }, { named, person });
  for (const part of await partsOf(db, table))
    for await (const row of read(part)) yield { table, kept: RETENTIONS[classes.kept], row };
}

/** The place of a row, by which pages go on, is its own within a part of a table only. A table without parts is one. */
async function partsOf(db: Db, table: string): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { part: string }[] }>(
    'select inhrelid::regclass::text as part from pg_inherits where inhparent = ?::regclass order by 1',
    [table],
  );
  return rows.length > 0 ? rows.map(({ part }) => part) : [table];
}

async function* trailRows(db: Db, where: string, person: Whom): AsyncGenerator<PersonalRow['row']> {
  for await (const row of entriesWhere(db, { where, bindings: bindingsOf(person) })) yield { ...row };
}

async function* pagesOf(
  db: Db,
  { table, classes }: Table,
  { named, person }: { readonly named: string; readonly person: Whom },
): AsyncGenerator<PersonalRow['row']> {
  const sql = `select ctid::text as place, to_jsonb(t) - :secret::text[] as row from "${table}" t
    where ctid > :after::tid and (${named}) order by ctid limit ${PAGE}`;
  for (let after = '(0,0)'; after !== '';) {
    const bindings = { ...bindingsOf(person), secret: wordsOf(classes.secret), after };
    const { rows } = await db.raw<{ rows: { place: string; row: PersonalRow['row'] }[] }>(sql, bindings);
    for (const { row } of rows) yield row;
    after = rows.length < PAGE ? '' : (rows.at(-1)?.place ?? '');
  }
}

const namedIn = (said: string): string => `position(:id in ${said}) > 0 or ${holdsAddress(said)}`;

const bindingsOf = ({ id, email }: Whom) => ({ id, ...addressBindings(email) });
