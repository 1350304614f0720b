import type { Chunk, Digest, Entry, Span, UnderWay } from '../../db/stores/dataset-chunks';
import type { Totals } from '../../db/stores/dataset-runs';
import type { SignedStatement } from '../../domain/exit/bag-schema';
import type { Finding } from '../../domain/exit/manifest';
import type { Locale } from '../../domain/people/people';
import type { Moment } from './moment';
import type { Gate } from './meter';
import { CHUNK_BYTES } from './table-sql';

/** What the ledger knows of a unit: the mover goes on behind it. */
export interface Ledger {
  readonly last: (unit: string) => Promise<Span | null>;
  readonly lasts: (units: readonly string[]) => Promise<ReadonlyMap<string, Span>>;
  /** Of these units those that have not been sent. */
  readonly unknown: (units: readonly string[]) => Promise<readonly string[]>;
  /** Of these names those that are in no line of the manifest. */
  readonly unlisted: (names: readonly string[]) => Promise<readonly string[]>;
  /** Rows of a unit that have been sent already. */
  readonly rows: (unit: string) => Promise<number>;
  readonly files: KnownFiles;
}

/** The same of whole files, whose names are a JSON array. */
export interface KnownFiles {
  /** Whether anything has been sent at all. */
  readonly any: () => Promise<boolean>;
  readonly known: (paths: string) => Promise<readonly string[]>;
  readonly unknown: (paths: string) => Promise<readonly string[]>;
}

export interface Comparison {
  /** Null when the side does not have it (any more). */
  readonly source: Digest | null;
  readonly target: Digest | null;
  /** Line of the manifest, when this chunk completes one. */
  readonly entry: Entry | null;
}

/** Groups that are on their way at once, one behind the other: so many may go over the line twice. */
export const SIDE_BY_SIDE = 2;

/** Of whole files that go together; a larger one goes alone. */
export const PACK_BYTES = CHUNK_BYTES / 2;

/** Whole files that go together; their names stay text, because an object for each costs more than to copy it. */
export interface Pack {
  /** JSON arrays of paths. */
  readonly files: readonly string[];
  /** No more than these. */
  readonly bytes: number;
  readonly last: UnderWay;
}

/** Whole files that are carried over together faster than each by itself. */
export interface Together {
  readonly covers: (span: Span) => boolean;
  /** What is still to be sent: whole files in packs, pieces of others one by one. */
  readonly work: (ledger: Ledger) => AsyncGenerator<Pack | readonly Span[]>;
  /** Answers the lines of the ledger. */
  readonly send: (files: readonly string[]) => Promise<{ readonly lines: string; readonly bytes: number }>;
  /** Answers the paths of those that are not on both sides what was sent. */
  readonly compare: (files: readonly string[]) => Promise<readonly string[]>;
  /** Files of which a thread is given the names at once. */
  readonly perOrder: number;
}

/** Carries one kind of data from one kind of place to another; opened for one attempt of one activity. */
export interface Mover {
  /** Looks at both ends, refuses what cannot be carried over, and prepares the target. */
  readonly inventory: (options: { readonly mayHoldData: boolean }) => Promise<Totals>;
  /** What is still to be sent, in groups that are written down together. */
  readonly spans: (ledger: Ledger) => AsyncGenerator<readonly Span[]>;
  /** Sends a span; doing it again leaves the same state. `again` when an earlier copy turned out bad. */
  readonly send: (span: Span, options: { readonly again: boolean }) => Promise<Digest>;
  /** Whether spans of this unit may be on their way at once; otherwise each waits for the one before it. */
  readonly sideBySide?: (unit: string) => boolean;
  readonly together?: Together | undefined;
  /** Makes what was sent survive a loss of power, where sending alone does not: nothing may be called equal before that. */
  readonly flush?: () => Promise<void>;
  /** A unit is one file, whose line of the manifest tells all of it: with a piece that is sent again all is read back again. */
  readonly wholeUnits?: boolean;
  /** Lets the target know what it holds, before all of it is read back. */
  readonly settle?: () => Promise<void>;
  /** Reads both copies of a chunk as they are now; where the source is as it was, what was read to be sent need not be read again. */
  readonly compare: (chunk: Chunk, options: { readonly asSent: boolean }) => Promise<Comparison>;
  /** Looks at the whole: counts, sums, samples, and what should not be there. */
  readonly findings: (ledger: Ledger) => Promise<readonly Finding[]>;
  /** Writes what accompanies the data, once all of it has been verified, so that it survives a loss of power. */
  readonly seal: (lists: Lists, facts: SealFacts) => Promise<void>;
  /** Removes the copy that a drill made. */
  readonly discard: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** When the source is seen, where it can be told. */
  readonly moment?: Moment;
}

/** Lines of the manifest, and of what was encrypted the hashes that it had before. */
export interface Lists extends Pick<Ledger, 'unknown' | 'unlisted'> {
  readonly entries: () => AsyncIterable<Entry>;
  readonly plain: () => AsyncIterable<Entry>;
}

export interface SealFacts {
  /** What is said of the copy, signed. */
  readonly statement: SignedStatement;
  /** Language of the people it is for. */
  readonly locale: Locale;
}

/** What a mover needs to know of its run. */
export interface MoveOrder {
  readonly runId: string;
  readonly drill: boolean;
  /** Share of the data that a drill carries over. */
  readonly sampleBp: number;
  /** Tables that go over in binary form; null before the inventory, which decides it. */
  readonly binary: readonly string[] | null;
  readonly gate: Gate;
}

export const sampleOf = (total: number, sampleBp: number): number => Math.ceil((total * sampleBp) / 10_000);
export const MAX_LISTED = 20;
