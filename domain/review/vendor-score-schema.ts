import { z } from 'zod';
import { RateUsed } from '../currency/schema';
import { SERVICE_TYPES } from '../planning/catalogue';
import { PunctualityView } from '../milestone/schema';
import { RatingsView } from '../rating/schema';
import { MoneyTotal, Uuid } from '../shapes';
import { LeagueLine } from './league-schema';
import { Aggregate } from './rules-schema';

/** What one service of a vendor is like beside its score, in which none of this has a part. */
export const VendorDealings = z.strictObject({
  /** Of all that were due by today; `open` and `accepted` count all of them. */
  milestones: PunctualityView.omit({ from: true, to: true }).extend({ open: z.int(), accepted: z.int() }),
  /** By currency: for levels that were missed, what was earned back, and what is left after that and upheld claims. */
  credits: z.array(z.strictObject({ credited: MoneyTotal, earnedBack: MoneyTotal, net: MoneyTotal })),
  /** How it rates us, by rounds that have closed; null without an answer. */
  rating: RatingsView.pick({ trend: true }).extend({ mean: z.number() }).nullable(),
});
export type VendorDealings = z.infer<typeof VendorDealings>;

/** How a vendor does: each engagement by itself, all of them together, and among the vendors of each category. */
export const VendorScorecard = z.strictObject({
  vendorId: Uuid,
  score: z.number().nullable(),
  standing: z.string(),
  engagements: z.array(
    z.strictObject({
      engagementId: Uuid,
      title: z.string(),
      score: z.number().nullable(),
      standing: z.string(),
      ...VendorDealings.shape,
    }),
  ),
  /** Newest values of KPIs with the same key and unit, as one figure. */
  kpis: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      unit: z.string(),
      by: Aggregate,
      value: z.number(),
      engagements: z.int(),
    }),
  ),
  league: z.array(
    LeagueLine.pick({ rank: true, score: true, trend: true, percentile: true, place: true }).extend({
      category: z.enum(SERVICE_TYPES),
      peers: z.int(),
      minPeers: z.int(),
    }),
  ),
  /** What yearly costs were converted at where they weigh. */
  rates: z.array(RateUsed),
  withoutRate: z.array(z.string()),
});
export type VendorScorecard = z.infer<typeof VendorScorecard>;
