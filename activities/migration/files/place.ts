import type { Readable, Writable } from 'node:stream';
import type { Digest, Span } from '../../../db/stores/dataset-chunks';

/** Where files wait until they are whole; never part of the data. */
export const STAGING = '.tenure-part';
export const DRILL_PREFIX = '.tenure-drill-';

/** Whether a name at the top of a place is one of ours and no data. */
export const isOwnName = (name: string): boolean => name === STAGING || name.startsWith(DRILL_PREFIX);

export interface Found {
  /** Relative to the place, with `/` between its parts. */
  readonly path: string;
  readonly size: number;
  readonly directory: boolean;
}

/** Bytes from one offset up to another, which may be `Infinity`. */
export interface Range {
  readonly at: number;
  readonly end: number;
}

/** Where files are read from, and taken away in the end. */
export interface FileSource {
  /** Its path, where it is a directory of this machine. */
  readonly root?: string;
  /** All there is, in an order that stays; what cannot be carried over is refused. */
  readonly walk: () => AsyncGenerator<Found>;
  /** Null when there is no such file; nothing when the range lies behind its end. */
  readonly read: (path: string, range: Range) => Promise<Readable | null>;
  readonly remove: (path: string) => Promise<void>;
  /** Removes directories that are empty now; answers how many files remain. */
  readonly sweep: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export type Piece = Pick<Span, 'unit' | 'lower' | 'upper'>;

export interface Writing {
  /** An earlier copy of this piece turned out bad. */
  readonly again: boolean;
  readonly fill: (sink: Writable) => Promise<Digest>;
}

/** Where files can be written too. */
export interface FilePlace extends FileSource {
  /** Made when absent; what somebody else keeps in it is a reason to refuse. */
  readonly prepare: (options: { readonly mayHoldData: boolean }) => Promise<void>;
  /** Writes a piece so that doing it again leaves the same state; a file has its name only when all of it is there. */
  readonly write: (piece: Piece, writing: Writing) => Promise<Digest>;
  /** Makes all that was written survive a loss of power, where `write` alone does not. */
  readonly flush?: () => Promise<void>;
  readonly makeDirectory: (path: string) => Promise<void>;
  readonly clearStage: () => Promise<void>;
  /** Removes the place with all that is in it. */
  readonly discard: () => Promise<void>;
}

export const rangeOf = ({ lower, upper }: Pick<Span, 'lower' | 'upper'>): Range => ({
  at: lower === null ? 0 : Number(lower[0]),
  end: upper === null ? Infinity : Number(upper[0]),
});

export const WHOLE: Range = { at: 0, end: Infinity };
