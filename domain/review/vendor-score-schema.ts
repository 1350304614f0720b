import { z } from 'zod';
import { RateUsed } from '../currency/schema';
import { SERVICE_TYPES } from '../planning/catalogue';
import { Uuid } from '../shapes';
import { LeagueLine } from './league-schema';
import { Aggregate } from './rules-schema';

/** How a vendor does: each engagement by itself, all of them together, and among the vendors of each category. */
export const VendorScorecard = z.strictObject({
  vendorId: Uuid,
  score: z.number().nullable(),
  standing: z.string(),
  engagements: z.array(
    z.strictObject({ engagementId: Uuid, title: z.string(), score: z.number().nullable(), standing: z.string() }),
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
