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

const hashOf = (unit: string): string => createHash('sha256').update(unit).digest('hex');

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
      unit_hash: hashOf(tombstone.unit),
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

interface Group {
  readonly unit_hash: string;
  readonly units: number;
  readonly rows: number;
  readonly bytes: number;
}

/** What was deleted under each of these names. */
export async function tombstonesByUnit(db: Db, { engagementId, key }: DatasetId, names: readonly string[]) {
  const groups: Group[] = await db('deletion_tombstones')
    .where({ engagement_id: engagementId, dataset_key: key })
    .whereIn('unit_hash', names.map(hashOf))
    .groupBy('unit_hash')
    .select(
      'unit_hash',
      db.raw('count(*)::bigint as units'),
      db.raw('sum(rows)::bigint as rows'),
      db.raw('sum(bytes)::bigint as bytes'),
    );
  return names.map((name) => {
    const { units = 0, rows = 0, bytes = 0 } = groups.find(({ unit_hash }) => unit_hash === hashOf(name)) ?? {};
    return { name, units, rows, bytes };
  });
}

/** When the first and the last of a dataset was deleted; null when there was nothing in it. */
export async function deletedBetween(
  db: Db,
  { engagementId, key }: DatasetId,
): Promise<{ readonly from: Date; readonly until: Date } | null> {
  const row: { from: Date | null; until: Date | null } | undefined = await db('deletion_tombstones')
    .where({ engagement_id: engagementId, dataset_key: key })
    .first(db.raw('min(deleted_at) as from'), db.raw('max(deleted_at) as until'));
  return row?.from && row.until ? { from: row.from, until: row.until } : null;
}
