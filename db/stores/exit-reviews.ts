import { v7 as uuidv7 } from 'uuid';
import { ExitReviewContent, ExitReviewFacts } from '../../domain/exit/review-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import type { EngagementRow } from './engagements';
import { insertLesson } from './lessons';

export interface StoredExitReview {
  readonly facts: ExitReviewFacts;
  readonly content: ExitReviewContent;
  readonly writtenBy: string;
  readonly writtenAt: number;
}

interface Row {
  readonly engagement_id: string;
  readonly facts: unknown;
  readonly content: unknown;
  readonly written_by: string;
  readonly written_at: Date;
}

export async function findExitReview(db: Db, engagementId: string): Promise<StoredExitReview | null> {
  const row = await db<Row>('exit_reviews').where({ engagement_id: engagementId }).first();
  if (!row) return null;
  return {
    facts: ExitReviewFacts.parse(row.facts),
    content: ExitReviewContent.parse(row.content),
    writtenBy: row.written_by,
    writtenAt: row.written_at.getTime(),
  };
}

/** Keeps it in place of what was written before. */
export async function saveExitReview(trx: Trx, engagementId: string, review: StoredExitReview): Promise<void> {
  const columns = {
    facts: JSON.stringify(review.facts),
    content: JSON.stringify(review.content),
    written_by: review.writtenBy,
    written_at: new Date(review.writtenAt),
  };
  await trx('exit_reviews')
    .insert({ engagement_id: engagementId, ...columns })
    .onConflict('engagement_id')
    .merge(columns);
}

/** Once the review is closed, its lessons reach engagements that begin from then on. */
export async function closeReview(
  trx: Trx,
  { id: engagementId, service_type: serviceType }: EngagementRow,
  { actorId, now }: { readonly actorId: string; readonly now: number },
): Promise<void> {
  const review = await findExitReview(trx, engagementId);
  for (const lesson of review?.content.lessons ?? []) {
    const of = { ...lesson, serviceType: lesson.serviceType ?? serviceType };
    await insertLesson(trx, { id: uuidv7(), engagementId, lesson: of, actorId, now });
  }
}
