import type { RowFormat } from '../../domain/exit/end-schema';
import { type Table, tableId } from './catalogue';
import { MAX_LISTED } from './mover';
import { readingOf } from './row-values';
import type { FileRecord } from './rows';
import type { Session } from './session';
import { sampleSize } from './table-check';
import { name, qualified } from './table-sql';

/** Records picked evenly at random from a stream of unknown length (algorithm R). */
export class Sample {
  readonly records: string[] = [];
  private readonly wanted: number;
  private seen = 0;

  constructor(rows: number) {
    this.wanted = sampleSize(rows);
  }

  offer(record: FileRecord): void {
    const place = this.seen < this.wanted ? this.seen : Math.floor(Math.random() * (this.seen + 1));
    this.seen += 1;
    if (place < this.wanted) this.records[place] = record.json();
  }
}

const RECORDS_PER_QUERY = 100;

/** Sampled records of which the source, field by field, has other values; their keys are named and nothing else of them. */
export async function differingSamples(
  session: Session,
  table: Table,
  { format, sample }: { readonly format: RowFormat; readonly sample: Sample },
): Promise<readonly string[]> {
  const differing: string[] = [];
  for (let at = 0; at < sample.records.length; at += RECORDS_PER_QUERY) {
    const some = sample.records.slice(at, at + RECORDS_PER_QUERY);
    const rows = await session.rows<{ key: string }>(differingQuery(table, format), [`[${some.join(',')}]`]);
    differing.push(...rows.map(({ key }) => `${tableId(table)} ${key}`));
  }
  return differing.slice(0, MAX_LISTED);
}

/** The database reads the values of the file by their types, and compares them with its own as it writes them itself. */
function differingQuery(table: Table, format: RowFormat): string {
  const { from, values } = readingOf(format, table.columns, 'e.record');
  const named = table.columns.map((column, index) => `${values[index] ?? 'null'} as ${name(column.name)}`);
  const sameKey = table.key.map((column) => `t.${name(column.name)} = f.${name(column.name)}`).join(' and ');
  const sameValues = table.columns
    .map((column) => `t.${name(column.name)}::text is not distinct from f.${name(column.name)}::text`)
    .join(' and ');
  const key = table.key.map((column) => `f.${name(column.name)}::text`).join(', ');
  return `select array[${key}]::text as key
            from (select ${named.join(', ')} from json_array_elements($1::json) as e(record) ${from}) f
           where not exists (select from ${qualified(table)} t where ${sameKey} and ${sameValues})`;
}
