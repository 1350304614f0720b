import { type Meeting, scheduleMeeting } from '../../domain/review/meeting';
import type { ReviewKind } from '../../domain/review/pack-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface StoredReview {
  readonly id: string;
  readonly engagementId: string;
  readonly kind: ReviewKind;
  readonly period: string;
  readonly state: string;
  /** Epoch milliseconds. */
  readonly meetingAt: number;
  readonly meeting: Meeting;
}

interface ReviewRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly kind: ReviewKind;
  readonly period: string;
  readonly state: string;
  readonly meeting_at: Date;
  readonly detail: { readonly meeting: Partial<Meeting> };
  readonly version: number;
}

const toReview = (row: ReviewRow): StoredReview => ({
  id: row.id,
  engagementId: row.engagement_id,
  kind: row.kind,
  period: row.period,
  state: row.state,
  meetingAt: row.meeting_at.getTime(),
  // A meeting that was kept before knows less.
  meeting: { ...scheduleMeeting(row.id), ...row.detail.meeting },
});

/** Opens the review of a period; a repetition finds the first one and answers its id. */
export async function insertReview(trx: Trx, review: StoredReview, now: number): Promise<string> {
  const at = new Date(now);
  await trx('reviews')
    .insert({
      id: review.id,
      engagement_id: review.engagementId,
      kind: review.kind,
      period: review.period,
      state: review.state,
      meeting_at: new Date(review.meetingAt),
      detail: JSON.stringify({ meeting: review.meeting }),
      version: review.meeting.version,
      created_at: at,
      updated_at: at,
    })
    .onConflict(['engagement_id', 'kind', 'period'])
    .ignore();
  const row = await trx<ReviewRow>('reviews')
    .where({ engagement_id: review.engagementId, kind: review.kind, period: review.period })
    .first('id');
  return row?.id ?? review.id;
}

export async function saveMeeting(trx: Trx, meeting: Meeting, now: number): Promise<void> {
  await trx('reviews')
    .where({ id: meeting.id })
    .andWhere('version', '<', meeting.version)
    .update({
      state: meeting.state,
      version: meeting.version,
      ...(meeting.dates && { meeting_at: new Date(meeting.dates.meetingAt) }),
      detail: trx.raw("jsonb_set(detail, '{meeting}', ?::jsonb)", [JSON.stringify(meeting)]),
      updated_at: new Date(now),
    });
}

export async function findReview(db: Db, id: string): Promise<StoredReview | null> {
  const row = await db<ReviewRow>('reviews').where({ id }).first();
  return row ? toReview(row) : null;
}

/** Reads a review and keeps others from changing it until the transaction ends. */
export async function lockReview(trx: Trx, id: string): Promise<StoredReview | null> {
  const row = await trx<ReviewRow>('reviews').where({ id }).forUpdate().first();
  return row ? toReview(row) : null;
}

export async function reviewsOf(db: Db, engagementId: string): Promise<readonly StoredReview[]> {
  const rows = await db<ReviewRow>('reviews').where({ engagement_id: engagementId }).orderBy('meeting_at').select();
  return rows.map(toReview);
}

/** Reviews of an engagement that are still to be held. */
export async function comingReviews(db: Db, engagementId: string): Promise<readonly string[]> {
  return db<ReviewRow, string[]>('reviews')
    .where({ engagement_id: engagementId })
    .whereRaw("state in ('scheduled', 'missed')")
    .orderBy('meeting_at')
    .pluck('id');
}
