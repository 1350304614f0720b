import type { RowFormat } from '../../domain/exit/end-schema';
import type { Locale } from '../../domain/people/people';
import { translate } from '../../templates/catalog';
import { type Table, tableId } from './catalogue';
import type { SealFacts } from './mover';
import type { Session } from './session';

/** What the files hold and how to check them, for people. */
export function readme({ title, rows, bytes, files, locale, now }: SealFacts, format: RowFormat): string {
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}): string =>
    translate(locale, `bag.${key}`, values);
  return [
    `# ${oneLine(title)}`,
    say('made', { day: new Date(now).toISOString().slice(0, 10), files, rows, bytes }),
    `## ${say('content')}`,
    ...['data', 'schemas', 'dictionary', 'manifest'].map((part) => `- ${say(part)}`),
    `## ${say('form')}`,
    say(format),
    say('values'),
    `## ${say('check')}`,
    `    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt`,
    '',
  ].join('\n\n');
}

export interface DescribedTable {
  readonly table: Table;
  readonly comments: ReadonlyMap<string, string>;
}

/** Tables and columns with what the database says of them. */
export function dataDictionary(locale: Locale, tables: readonly DescribedTable[]): string {
  const say = (key: string): string => translate(locale, `bag.${key}`);
  const row = (...cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const sections = tables.map(({ table, comments }) => {
    const isKey = (name: string): boolean => table.key.some((column) => column.name === name);
    const lines = table.columns.map(({ name, type, notNull }) =>
      row(name, type, say(notNull ? 'yes' : 'no'), say(isKey(name) ? 'yes' : 'no'), comments.get(name) ?? ''),
    );
    const head = row(say('column'), say('type'), say('required'), say('key'), say('meaning'));
    const about = comments.get('') ?? '';
    return [
      `## ${tableId(table)}`,
      '',
      ...(about === '' ? [] : [oneLine(about), '']),
      head,
      '|---|---|---|---|---|',
      ...lines,
      '',
    ].join('\n');
  });
  return [`# ${say('dictionary-title')}`, '', ...sections].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const markdownCell = (text: string): string => oneLine(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|');

/** Comments on the columns of a table by their names, and on the table itself under the empty name. */
export async function commentsOf(session: Session, { schema, name }: Table): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows<{ name: string | null; comment: string }>(
    `select a.attname as name, d.description as comment
       from pg_description d
       join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
       join pg_namespace n on n.oid = c.relnamespace
       left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
      where n.nspname = $1 and c.relname = $2`,
    [schema, name],
  );
  return new Map(rows.map(({ name: column, comment }) => [column ?? '', comment]));
}
