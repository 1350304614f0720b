import { createHash } from 'node:crypto';
import type { Db } from '../knex';
import type { DatasetId } from './datasets';

export interface Tombstone {
  readonly unit: string;
  readonly seq: number;
  readonly sha256: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Marks that something has been deleted: by the hash of its name, for the name may be personal data too. */
export async function insertTombstone(
  db: Db,
  { engagementId, key }: DatasetId,
  { tombstone, now }: { tombstone: Tombstone; now: number },
): Promise<void> {
  await db('deletion_tombstones')
    .insert({
      engagement_id: engagementId,
      dataset_key: key,
      unit_hash: createHash('sha256').update(tombstone.unit).digest('hex'),
      seq: tombstone.seq,
      content_sha256: tombstone.sha256,
      rows: tombstone.rows,
      bytes: tombstone.bytes,
      reason: 'exit of the engagement',
      deleted_at: new Date(now),
    })
    .onConflict()
    .ignore();
}

export interface TombstoneSums {
  readonly units: number;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 over all tombstones in the order of their names. */
  readonly sha256: string;
}

const PAGE = 1000;

interface Row {
  readonly engagement_id: string;
  readonly dataset_key: string;
  readonly unit_hash: string;
  readonly seq: number;
  readonly content_sha256: string;
  readonly rows: number;
  readonly bytes: number;
}

export async function sumTombstones(db: Db, { engagementId, key }: DatasetId): Promise<TombstoneSums> {
  const hash = createHash('sha256');
  let sums = { units: 0, rows: 0, bytes: 0 };
  let after = { unit: '', seq: -1 };
  for (;;) {
    const rows: Row[] = await db<Row>('deletion_tombstones')
      .where({ engagement_id: engagementId, dataset_key: key })
      .whereRaw('(unit_hash, seq) > (?, ?)', [after.unit, after.seq])
      .orderBy(['unit_hash', 'seq'])
      .limit(PAGE);
    for (const row of rows) {
      hash.update(`${row.unit_hash} ${row.seq} ${row.content_sha256}\n`);
      sums = { units: sums.units + 1, rows: sums.rows + row.rows, bytes: sums.bytes + row.bytes };
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return { ...sums, sha256: hash.digest('hex') };
    after = { unit: last.unit_hash, seq: last.seq };
  }
}
