import type { RatingRound } from '../../domain/rating/round';
import { RatingAnswer } from '../../domain/rating/schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly quarter: string;
  readonly vendor_id: string;
  readonly opened_at: Date;
  readonly closes_at: Date;
  readonly asked: number;
  readonly answer: unknown;
  readonly answered_at: Date | null;
  readonly closed_at: Date | null;
}

const toRound = (row: Row): RatingRound => ({
  engagementId: row.engagement_id,
  quarter: row.quarter,
  vendorId: row.vendor_id,
  closesAt: row.closes_at.getTime(),
  asked: row.asked,
  answer: row.answer === null ? null : RatingAnswer.parse(row.answer),
  answeredAt: row.answered_at?.getTime() ?? null,
  closedAt: row.closed_at?.getTime() ?? null,
});

/** Opened once for each quarter. */
export async function openRatingRound(trx: Trx, round: RatingRound, now: number): Promise<void> {
  await trx('rating_rounds')
    .insert({
      engagement_id: round.engagementId,
      quarter: round.quarter,
      vendor_id: round.vendorId,
      opened_at: new Date(now),
      closes_at: new Date(round.closesAt),
      asked: round.asked,
      closed_at: round.closedAt === null ? null : new Date(round.closedAt),
    })
    .onConflict(['engagement_id', 'quarter'])
    .ignore();
}

/** What a round has come to: how often was asked, what was answered, whether it is over. */
export async function saveRatingRound(trx: Trx, round: RatingRound): Promise<void> {
  const { engagementId, quarter, asked, answer, answeredAt, closedAt } = round;
  await trx('rating_rounds')
    .where({ engagement_id: engagementId, quarter })
    .update({
      asked,
      answer: answer === null ? null : JSON.stringify(answer),
      answered_at: answeredAt === null ? null : new Date(answeredAt),
      closed_at: closedAt === null ? null : new Date(closedAt),
    });
}

/** The service has ended: nobody is asked any more. */
export async function closeRatingRounds(trx: Trx, engagementId: string, now: number): Promise<void> {
  await trx('rating_rounds')
    .where({ engagement_id: engagementId })
    .whereNull('closed_at')
    .update({ closed_at: new Date(now) });
}

/** Held: neither is it closed while the vendor answers, nor asked about twice. */
export async function lockRatingRound(trx: Trx, engagementId: string, quarter: string): Promise<RatingRound | null> {
  const row = await trx<Row>('rating_rounds').where({ engagement_id: engagementId, quarter }).forUpdate().first();
  return row ? toRound(row) : null;
}

export async function findRatingRound(db: Db, engagementId: string, quarter: string): Promise<RatingRound | null> {
  const row = await db<Row>('rating_rounds').where({ engagement_id: engagementId, quarter }).first();
  return row ? toRound(row) : null;
}

/** Oldest first. */
export const ratingRoundsOf = (db: Db, engagementId: string): Promise<readonly RatingRound[]> =>
  once(db, `ratingRoundsOf ${engagementId}`, async () => {
    const rows = await db<Row>('rating_rounds').where({ engagement_id: engagementId }).orderBy('quarter');
    return rows.map(toRound);
  });

/** Everything that a vendor was asked about us, whatever the service. */
export async function ratingRoundsOfVendor(db: Db, vendorId: string): Promise<readonly RatingRound[]> {
  const rows = await db<Row>('rating_rounds').where({ vendor_id: vendorId }).orderBy(['engagement_id', 'quarter']);
  return rows.map(toRound);
}
