import type { Knex } from 'knex';

/**
 * A copy that is encrypted for its receiver has two hashes a piece: of what was read and of what lies at the target. When a piece
 * was read back is kept, because a verification holds from then on only.
 */
export async function sealedChunks(db: Knex): Promise<void> {
  await db.raw(`
    alter table dataset_chunks
      add column sealed_bytes bigint,
      add column sealed_sha256 text,
      add column read_at timestamptz,
      add check ((sealed_bytes is null) = (sealed_sha256 is null));
  `);
}
