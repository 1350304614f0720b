import { isContentUsed, lockContent } from '../db/stores/documents';
import { inTransaction } from '../db/transaction';
import type { Deps } from './deps';

const DAY = 86_400_000;
/** A copy of the database is restored beside newer documents: there is a week to notice. */
const UNUSED_DAYS = 7;

/** Removes content that no row names and uploads that were broken off. The lock meets whoever is storing the same bytes. */
export async function forgetUnusedDocuments(
  { db, documents }: Pick<Deps, 'db' | 'documents'>,
  now: number,
): Promise<void> {
  await documents.forgetStaged(now - DAY);
  for await (const { sha256, keptAt } of documents.list()) {
    if (keptAt >= now - UNUSED_DAYS * DAY || (await isContentUsed(db, sha256))) continue;
    await inTransaction(db, async (trx) => {
      await lockContent(trx, sha256);
      if (!(await isContentUsed(trx, sha256))) await documents.remove(sha256);
    });
  }
}
