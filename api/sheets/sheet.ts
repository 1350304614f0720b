import { DomainError } from '../../domain/errors';

/** One row as it stands in the file: `row` is the number that a spreadsheet shows (1 = header). */
export interface SheetRow {
  readonly row: number;
  /** Trimmed text of each cell, '' where it is empty; dates as `2027-03-05`, numbers as the file stores them. */
  readonly cells: readonly string[];
}

/** What a column holds decides how a spreadsheet shows it; amounts are decimal text such as `1234.50`. */
export type ColumnKind = 'text' | 'number' | 'amount' | 'percent' | 'date';

export interface SheetColumn {
  readonly title: string;
  /** `text` unless said otherwise. */
  readonly kind?: ColumnKind;
  /** In characters; by the title unless said otherwise. */
  readonly width?: number;
}

export type SheetCell = string | number | boolean | null;

/** Basis points as a column of the kind `percent` takes them. */
export const shareCell = (bp: number | null): number | null => (bp === null ? null : bp / 10_000);

export interface SheetTable {
  /** Name of the sheet in a workbook. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
}

export const SHEET_LIMITS = {
  bytes: 5 * 1024 * 1024,
  /** Of a workbook when unpacked: ten times what the largest honest file needs. */
  unpackedBytes: 50 * 1024 * 1024,
  entries: 200,
  rows: 10_001,
  columns: 200,
  cellCharacters: 10_000,
} as const;

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** 422 for a file that is of a known kind and still cannot be used. */
export const unreadable = (message: string): DomainError =>
  new DomainError('SHEET_UNREADABLE', message, [{ path: 'file', message }]);
