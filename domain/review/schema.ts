import { z } from 'zod';
import { BasisPoints, Label, LocalDate, noRepeats, Period, Score, sumTo10000 } from '../shapes';

export const PeriodScoreInput = z.strictObject({
  kpis: z
    .array(
      z.strictObject({
        key: Label,
        weightBp: BasisPoints,
        score: Score.nullable(),
        status: z.enum(['unavailable', 'no_activity', 'missing']).optional(),
      }),
    )
    .min(1)
    .max(500)
    .superRefine(noRepeats('key'))
    .refine((kpis) => sumTo10000(kpis.map(({ weightBp }) => weightBp)), 'weights must sum to 10 000'),
});
export type PeriodScoreInput = z.infer<typeof PeriodScoreInput>;

export const PeriodScoreAnswer = z.strictObject({
  score: z.number().nullable(),
  coverageBp: z.int(),
  provisional: z.boolean(),
});
export type PeriodScoreAnswer = z.infer<typeof PeriodScoreAnswer>;

/** Standings from 0 to 100 without gap or overlap, in any order; `min` is inside a band, `max` outside except at the top. */
export const Bands = z
  .array(z.strictObject({ key: Label, min: Score, max: Score }))
  .min(1)
  .max(20)
  .superRefine(noRepeats('key'))
  .superRefine((bands, ctx) => {
    const sorted = bands.map((band, index) => ({ ...band, index })).sort((a, b) => a.min - b.min);
    const refuse = (index: number, field: string, message: string): void =>
      ctx.addIssue({ code: 'custom', path: [index, field], message });
    let reached = 0;
    for (const { min, max, index } of sorted) {
      if (min > reached) refuse(index, 'min', `leaves a gap after ${reached}`);
      if (min < reached) refuse(index, 'min', `overlaps up to ${reached}`);
      if (max <= min) refuse(index, 'max', 'must lie above min');
      reached = Math.max(reached, max);
    }
    if (reached < 100) refuse(sorted.at(-1)?.index ?? 0, 'max', 'the highest band must reach 100');
  });
export type Bands = z.infer<typeof Bands>;

/** How past periods count. */
export const Decay = z.enum(['linear-12', 'flat', 'last-4-quarters']);
export type Decay = z.infer<typeof Decay>;

export const RollingScoreInput = z.strictObject({
  periods: z
    .array(
      z.strictObject({
        period: Period,
        score: Score.nullable(),
        status: z.enum(['rated', 'provisional', 'no_activity', 'unavailable', 'missing']).optional(),
      }),
    )
    .max(1000)
    .superRefine(noRepeats('period')),
  asOf: z.union([Period, LocalDate]).optional(),
  decay: Decay.optional(),
  bands: Bands.optional(),
});
export type RollingScoreInput = z.infer<typeof RollingScoreInput>;

export const RollingScoreAnswer = z.strictObject({ score: z.number().nullable(), standing: z.string() });
export type RollingScoreAnswer = z.infer<typeof RollingScoreAnswer>;
