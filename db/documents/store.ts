import type { Readable } from 'node:stream';

/** A document that has come in whole and waits for its row: kept, or forgotten. */
export interface StagedDocument {
  readonly sha256: string;
  readonly size: number;
  readonly read: () => Readable;
  /** Some of it: from a byte to before another. */
  readonly readRange: (start: number, end: number) => Readable;
  /** Puts it under its hash, for good: when this answers, the content is on the disk. */
  readonly keep: () => Promise<void>;
  /** Drops what has not been kept; harmless afterwards. */
  readonly discard: () => Promise<void>;
}

export interface KeptDocument {
  readonly sha256: string;
  /** Epoch milliseconds. */
  readonly keptAt: number;
}

/** Content by its SHA-256, outside the database: the same bytes are stored once, and none of them ever changes. */
export interface DocumentStore {
  /** Takes a stream in with constant memory; refuses with `BODY_TOO_LARGE` what is longer than the limit in bytes, with `UNAVAILABLE` what finds no room. */
  readonly stage: (content: Readable, limit: number) => Promise<StagedDocument>;
  /** The content, or null when it is not there; ends in an error instead of its last bytes when they are not what was stored. */
  readonly open: (sha256: string) => Promise<Readable | null>;
  readonly remove: (sha256: string) => Promise<void>;
  readonly list: () => AsyncIterable<KeptDocument>;
  /** Drops what was staged before the instant and never kept, as after a crash. */
  readonly forgetStaged: (before: number) => Promise<void>;
}
