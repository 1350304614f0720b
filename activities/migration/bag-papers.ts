import type { RowFormat } from '../../domain/exit/end-schema';
import type { Locale } from '../../domain/people/people';
import { translate } from '../../templates/catalog';
import { type Table, tableId } from './catalogue';
import type { SealFacts } from './mover';
import type { Session } from './session';

/** What the data of a bag is: rows in a format, or files as they were. */
export type Form = RowFormat | 'files';

/** Into a folder beside the bag, which stays as its manifests name it. */
const OPENING = [
  'find . -name \'*.age\' | while IFS= read -r f; do o="../opened/${f%.age}"; mkdir -p "${o%/*}"; age -d -i ../KEY.txt -o "$o" "$f"; done',
  '(cd ../opened && cat manifest-plain-sha256.txt.0* | sha256sum -c)',
];

/** What the files hold and how to check them, for people. */
export function readme({ statement: { content }, locale }: SealFacts, form: Form): string {
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}): string =>
    translate(locale, `bag.${key}`, values);
  const { dataset, manifest, verified, encryption } = content;
  const isSealed = encryption !== null;
  const parts = form === 'files' ? ['data-files'] : ['data', 'schemas', 'dictionary'];
  const code = (lines: readonly string[]): string => lines.map((line) => `    ${line}`).join('\n');
  return [
    `# ${oneLine(dataset.title)}`,
    say('made', { day: verified.at.slice(0, 10), ...manifest }),
    `## ${say('content')}`,
    ...[...parts, 'manifest', 'statement'].map((part) => `- ${say(part)}`),
    ...(form === 'files' ? [] : [`## ${say('form')}`, say(form), say('values')]),
    ...(isSealed ? [`## ${say('sealed-title')}`, say('sealed', encryption), code(OPENING), say('sealed-pieces')] : []),
    `## ${say('check')}`,
    code(['sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt']),
    say('check-more', { options: isSealed ? ' --identity ../KEY.txt' : '' }),
    say(isSealed ? 'checked-sealed' : 'checked'),
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
