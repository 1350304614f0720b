import { findRatingRound } from '../../db/stores/rating-rounds';
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
  const rating = { quarter: round.quarter, closesAt: round.closesAt };
  return { ...frame, rating, reminder: order.facts['word'] === 'reminder' };
}
