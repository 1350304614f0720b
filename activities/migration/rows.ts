import Big from 'big.js';
import type { Readable } from 'node:stream';
import type { Digest } from '../../db/stores/dataset-chunks';
import type { Column } from './catalogue';
import { type Flow, flow } from './meter';

/** Rows of a table on their way into a file. */
export interface Rows {
  readonly bytes: Readable;
  /** How many there were, once all have passed; absent where each has a line of its own. */
  readonly count?: () => number;
}

export async function flowRows({ bytes, count }: Rows, through: Flow): Promise<Digest> {
  const digest = await flow(bytes, through);
  return count ? { ...digest, rows: count() } : digest;
}

/** One record of a file. */
export interface FileRecord {
  readonly values: Readonly<Record<string, unknown>>;
  /** As JSON that loses nothing: an object, or the list of its cells. */
  readonly json: () => string;
}

/** Adds one record to the count of rows and to the sums of its exact numbers. */
export function addRecord(record: Readonly<Record<string, unknown>>, columns: readonly Column[], into: Big[]): void {
  into[0] = (into[0] ?? new Big(0)).plus(1);
  columns.forEach((column, index) => {
    const value = record[column.name];
    const exact = typeof value === 'number' || (typeof value === 'string' && /^-?\d/.test(value));
    if (exact) into[index + 1] = (into[index + 1] ?? new Big(0)).plus(value);
  });
}
