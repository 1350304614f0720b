import type { End } from './end-schema';

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
}

/** A moment of a database: its snapshot, and how many rows each table had. */
export interface Freeze {
  readonly at: string;
  /** As `pg_current_snapshot` writes it. */
  readonly snapshot: string;
  readonly rows: Readonly<Record<string, number>>;
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
}

export interface Verification {
  readonly at: string;
  readonly rounds: number;
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  /** Of databases only. */
  readonly addendum?: Addendum | null;
}

export interface Throughput {
  readonly bytes: number;
  readonly hours: number;
  readonly totalBytes: number;
}

/** The paper that a deletion leaves: it claims what was done and nothing more. */
export interface Certificate {
  readonly id: string;
  readonly issuedAt: string;
  readonly engagementId: string;
  readonly dataset: { readonly key: string; readonly title: string; readonly personalData: boolean };
  readonly requestedBy: string;
  readonly approvedBy: readonly string[];
  readonly migratedBy: string;
  readonly requestId: string;
  readonly method: string;
  readonly scope: readonly string[];
  readonly counts: { readonly units: number; readonly rows: number; readonly bytes: number };
  /** Root hash of the manifest of what had been verified at the target before anything was deleted. */
  readonly manifestSha256: string;
  /** Root hash over the tombstones. */
  readonly tombstonesSha256: string;
  readonly scan: { readonly at: string; readonly remaining: number };
  readonly exceptions: readonly string[];
}

/** What logical deletion does not reach; a certificate that left it out would claim too much. */
const DELETION_EXCEPTIONS: readonly string[] = [
  'Backups, replicas, write-ahead logs and snapshots of the source are not touched: their expiry is up to who operates them.',
  'Storage media are not sanitised: space that held the data may be readable until it is overwritten.',
  'Copies at sub-contractors and in other systems are outside the scope of this certificate.',
];

export const deletionExceptions = (kind: End['kind']): readonly string[] =>
  kind === 's3'
    ? [...DELETION_EXCEPTIONS, 'Earlier versions that a versioned bucket keeps, and replicas of it, are not touched.']
    : DELETION_EXCEPTIONS;

export const DELETION_METHODS = {
  postgres:
    'logical deletion: rows deleted with SQL in the source tables, each range compared with the verified hash just before',
  directory:
    'logical deletion: files unlinked in the source directory, each compared with the verified hash just before',
  sftp: 'logical deletion: files removed on the server over SFTP, each compared with the verified hash just before',
  s3: 'logical deletion: objects deleted from the bucket, each compared with the verified hash just before',
  https:
    'deletion by who offered the files for download: each address was asked, and answered that nothing is there any more',
} as const satisfies Record<End['kind'], string>;
