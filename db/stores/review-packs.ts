import type { ReviewPack } from '../../domain/review/pack-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { valueHash } from './audit';

export interface StoredPack {
  readonly pack: ReviewPack;
  /** SHA-256 over the canonical (key-sorted) JSON of the pack. */
  readonly sha256: string;
}

/** Puts a pack in place of the one before, if there was one; answers its hash. */
export async function savePack(
  trx: Trx,
  pack: ReviewPack,
  { builtBy }: { readonly builtBy: string | null },
): Promise<string> {
  const sha256 = valueHash(pack);
  const columns = { pack: JSON.stringify(pack), sha256, built_at: new Date(pack.builtAt), built_by: builtBy };
  await trx('review_packs')
    .insert({ review_id: pack.reviewId, ...columns })
    .onConflict('review_id')
    .merge(columns);
  return sha256;
}

export async function packOf(db: Db, reviewId: string): Promise<StoredPack | null> {
  const row: StoredPack | undefined = await db('review_packs').where({ review_id: reviewId }).first('pack', 'sha256');
  return row ? { pack: row.pack, sha256: row.sha256 } : null;
}

/** Hashes of all packs of an engagement by their reviews. */
export async function packHashes(db: Db, engagementId: string): Promise<ReadonlyMap<string, string>> {
  const rows: readonly { review_id: string; sha256: string }[] = await db('review_packs')
    .join('reviews', 'reviews.id', 'review_packs.review_id')
    .where({ 'reviews.engagement_id': engagementId })
    .select('review_packs.review_id', 'review_packs.sha256');
  return new Map(rows.map((row) => [row.review_id, row.sha256]));
}
