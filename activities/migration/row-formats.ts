import type Big from 'big.js';
import type { Readable } from 'node:stream';
import type { Span } from '../../db/stores/dataset-chunks';
import type { RowFormat } from '../../domain/exit/end-schema';
import type { Column } from './catalogue';
import { addUpCsv, copyCsv } from './csv-rows';
import { addUpJson, copyJson } from './json-rows';
import type { Rows } from './rows';
import type { Session } from './session';
import type { Ordered } from './table-sql';

interface WayToWrite {
  readonly copy: (session: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>) => Rows;
  readonly addUp: (input: Readable, columns: readonly Column[], into: Big[]) => Promise<void>;
}

/** How rows of tables become files, and how files are added up. */
export const ROW_WRITERS = {
  ndjson: { copy: (...rows) => ({ bytes: copyJson(...rows) }), addUp: addUpJson },
  csv: { copy: copyCsv, addUp: addUpCsv },
} as const satisfies Record<RowFormat, WayToWrite>;
