import { z } from 'zod';
import { Key, noRepeats } from '../shapes';
import { Bands, Decay } from './schema';

/** How several figures of one vendor become one: `spend-weighted` weighs by what an engagement costs in a year. */
export const Aggregate = z.enum(['spend-weighted', 'avg', 'sum', 'min', 'max']);
export type Aggregate = z.infer<typeof Aggregate>;
/** Scores lie between 0 and 100: a sum of them would not. */
const ScoreAggregate = Aggregate.exclude(['sum']);

/** What a standing leads to; what is not named does not happen. */
export const StandingEffects = z.strictObject({
  preventNewAward: z.boolean().default(false),
  warnNewAward: z.boolean().default(false),
  preventRenewal: z.boolean().default(false),
  requireImprovementPlan: z.boolean().default(false),
  increaseReviewCadence: z.boolean().default(false),
  assessExit: z.boolean().default(false),
  fastTrackRenewal: z.boolean().default(false),
  notifyVendor: z.boolean().default(false),
  notifySponsor: z.boolean().default(false),
});
export type StandingEffects = z.infer<typeof StandingEffects>;
export type StandingEffect = keyof StandingEffects;

/** `min` is inside a band, `max` outside except at the top: together 0 to 100 without gap or overlap, in any order. */
const StandingBand = Bands.element.extend({ key: Key, effects: StandingEffects });
export type StandingBand = z.infer<typeof StandingBand>;

/** What scores and standings go by. */
export const ScoreRules = z.strictObject({
  rolling: Decay,
  standing: z.strictObject({
    /** Whose band decides: that of the rolling score as it is after each period, or that of the period alone. */
    from: z.enum(['rolling', 'period']),
    bands: z.array(StandingBand).max(20).superRefine(checkBands),
  }),
  vendor: z.strictObject({
    score: ScoreAggregate,
    standing: z.enum(['worst', 'of-score']),
    kpis: Aggregate,
    /** KPIs, by key, that become one figure in another way. */
    kpisBy: z
      .array(z.strictObject({ key: Key, by: Aggregate }))
      .max(100)
      .superRefine(noRepeats('key')),
  }),
  league: z.strictObject({
    /** Vendors with a score that a percentile needs, the vendor itself among them. */
    minPeers: z.int().min(2).max(100),
    /** Points up or down within which a score counts as stable. */
    stablePoints: z.number().min(0).max(50),
    /** How many vendors the top and the bottom hold at most. */
    ends: z.int().min(1).max(20),
  }),
  selection: z
    .strictObject({
      /** Awards below which looking back on them says nothing. */
      minEngagements: z.int().min(5).max(100),
    })
    .default({ minEngagements: 8 }),
});
export type ScoreRules = z.infer<typeof ScoreRules>;

function checkBands(bands: readonly StandingBand[], ctx: z.RefinementCtx): void {
  const plain = bands.map(({ key, min, max }) => ({ key, min, max }));
  for (const { path, message } of Bands.safeParse(plain).error?.issues ?? [])
    ctx.addIssue({ code: 'custom', path: [...path], message });
}
