import type { TableTotals } from './bag-schema';

/** What was carried over, in four figures: two copies with the same root hash hold the same bytes. */
export interface Manifest {
  /** Files of a directory, or chunks of tables. */
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 over the lines `<sha256>  <name>` of all entries in the order of their names. */
  readonly sha256: string;
}

/** A manifest with the Ed25519 signature over its canonical JSON. */
export interface Signed<T> {
  readonly content: T;
  readonly algorithm: 'Ed25519';
  /** Raw public key and signature in base64. */
  readonly publicKey: string;
  readonly signature: string;
}

/** One line of evidence of a verification: what was compared, and whether both sides agree. */
export interface Finding {
  readonly check: 'hashes' | 'counts' | 'sums' | 'samples' | 'files';
  readonly compared: number;
  readonly differences: readonly string[];
  /** Rows and sums of each table that was added up. */
  readonly totals?: Readonly<Record<string, TableTotals>>;
}

/** A moment of a database: its snapshot, and how many rows each table had. */
export interface Freeze {
  readonly at: string;
  /** As `pg_current_snapshot` writes it. */
  readonly snapshot: string;
  readonly rows: Readonly<Record<string, number>>;
  /** Which database answered, where it may be told. */
  readonly system?: string | null;
  /** Hash of what each table is made of; null where its rows alone do not tell what it says. */
  readonly definitions?: Readonly<Record<string, string | null>>;
  /** Tables whose rows are hashed in the binary form of PostgreSQL; all others as text. */
  readonly binary?: readonly string[];
}

/** What was written to a database while its data was moved. */
export interface Addendum {
  /** The moment of the inventory. */
  readonly frozen: Freeze;
  /** The moment whose state the copy equals. */
  readonly verified: Freeze;
  /** Rows written between the two: they are part of the copy. */
  readonly included: number;
  /** Rows written after the second: they are not part of it. */
  readonly missing: number;
  /** The same for each table, and how many rows it has at the end against the second moment. */
  readonly tables?: Readonly<Record<string, Changes>>;
}

export interface Changes {
  readonly included: number;
  readonly missing: number;
  /** Rows at the end less rows at the second moment; fewer than are missing when some were changed or deleted. */
  readonly growth: number;
}

export interface Verification {
  readonly at: string;
  readonly rounds: number;
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  /** Each piece was read back at some instant between these: the copy may be spoiled after it, and the record does not say otherwise. */
  readonly readBack?: { readonly from: string; readonly until: string } | null;
  /** Of databases only. */
  readonly addendum?: Addendum | null;
}

export interface Throughput {
  readonly bytes: number;
  readonly hours: number;
  readonly totalBytes: number;
}
