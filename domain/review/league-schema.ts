import { z } from 'zod';
import { RateUsed } from '../currency/schema';
import { SERVICE_TYPES } from '../planning/catalogue';
import { Period, Uuid } from '../shapes';

export const LEAGUE_TRENDS = ['up', 'stable', 'down', 'new'] as const;
export type LeagueTrend = (typeof LEAGUE_TRENDS)[number];
export const LEAGUE_PLACES = ['top', 'bottom'] as const;

/** Which league: of rolling scores, or of the scores of one month or quarter. */
export const LeagueQuery = z.strictObject({
  category: z.enum(SERVICE_TYPES),
  period: Period.optional(),
  place: z.enum(LEAGUE_PLACES).optional(),
});
export type LeagueQuery = z.infer<typeof LeagueQuery>;

export const LeagueLine = z.strictObject({
  vendorId: Uuid,
  vendor: z.string(),
  /** 1 for the best; shared by those on the same score, null without a score. */
  rank: z.int().nullable(),
  score: z.number().nullable(),
  /** A period before. */
  previous: z.number().nullable(),
  change: z.number().nullable(),
  trend: z.enum(LEAGUE_TRENDS),
  /** 0 to 100; null where too few vendors have a score. */
  percentile: z.number().nullable(),
  place: z.enum(LEAGUE_PLACES).nullable(),
  engagements: z.int(),
});
export type LeagueLine = z.infer<typeof LeagueLine>;

export const League = z.strictObject({
  category: z.enum(SERVICE_TYPES),
  period: z.string().nullable(),
  /** Vendors with a score, and how many a percentile needs. */
  peers: z.int(),
  minPeers: z.int(),
  percentiles: z.enum(['given', 'not-enough-peers']),
  /** What yearly costs were converted at where they weigh; currencies without a rate make all weigh alike. */
  rates: z.array(RateUsed),
  withoutRate: z.array(z.string()),
  items: z.array(LeagueLine),
  next: z.null(),
});
export type League = z.infer<typeof League>;
