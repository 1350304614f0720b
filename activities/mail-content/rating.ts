import { findRatingRound } from '../../db/stores/rating-rounds';
import { lastDayOf } from '../../domain/rating/figures';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

/** The link to the page on which the vendor rates us. */
export async function ratingData({
  db,
  engagement,
  order,
  frame,
}: Material): Promise<MailData['vendor-rating'] | null> {
  const round = await findRatingRound(db, engagement.id, order.facts['quarter'] ?? '');
  if (!round) return null;
  const rating = { quarter: round.quarter, closesOn: lastDayOf(round, engagement.time_zone) };
  return { ...frame, rating, reminder: order.facts['word'] === 'reminder' };
}
