import type { Readable } from 'node:stream';
import type { Span } from '../../db/stores/dataset-chunks';
import type { RowFormat } from '../../domain/exit/end-schema';
import { copyCsv, csvRecords } from './csv-rows';
import { copyJson, jsonRecords } from './json-rows';
import type { FileRecord, Rows } from './rows';
import type { Session } from './session';
import type { Ordered } from './table-sql';

interface WayToWrite {
  readonly copy: (session: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>) => Rows;
  readonly records: (input: Readable) => AsyncGenerator<FileRecord>;
}

/** How rows of tables become files, and how files are read. */
export const ROW_WRITERS = {
  ndjson: { copy: (...rows) => ({ bytes: copyJson(...rows) }), records: jsonRecords },
  csv: { copy: copyCsv, records: csvRecords },
} as const satisfies Record<RowFormat, WayToWrite>;
