import type { Knex } from 'knex';

/** Each file of a purge asks whether it has its tombstone: without this, every one looks at all of them. */
export async function tombstonesByHash(db: Knex): Promise<void> {
  await db.raw('create index purge_tombstones_by_hash on purge_tombstones (purge_id, sha256)');
}
