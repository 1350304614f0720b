import { z } from 'zod';
import { Figure, LocalDate } from '../shapes';

export const EVENT_CATEGORIES = ['quality', 'capacity', 'legal', 'data', 'communication'] as const;

const WarningEvent = z.strictObject({
  category: z.enum(EVENT_CATEGORIES),
  severity: z.int().min(1).max(5),
  observedOn: LocalDate,
  rectified: z.boolean(),
});
export type WarningEvent = z.infer<typeof WarningEvent>;

export const EventRiskInput = z
  .strictObject({
    asOf: LocalDate,
    importanceBp: z.int().min(0).max(100_000).optional(),
    events: z.array(WarningEvent).max(1000),
  })
  .superRefine(({ asOf, events }, ctx) => {
    events.forEach(({ observedOn }, index) => {
      if (observedOn > asOf)
        ctx.addIssue({ code: 'custom', path: ['events', index, 'observedOn'], message: 'is later than asOf' });
    });
  });
export type EventRiskInput = z.infer<typeof EventRiskInput>;

export const EventRiskAnswer = z.strictObject({
  score: z.number(),
  tier: z.enum(['green', 'yellow', 'red']),
  redLine: z.boolean(),
});
export type EventRiskAnswer = z.infer<typeof EventRiskAnswer>;

export const SERIES_RULES = ['R1', 'R2', 'R3', 'R4', 'R5'] as const;

export const SeriesRulesInput = z
  .strictObject({
    values: z.array(Figure).min(1).max(1000),
    direction: z.enum(['maximise', 'minimise']),
    target: Figure.optional(),
    red: Figure.optional(),
    amber: Figure.optional(),
    mean: Figure.optional(),
    sigma: z.number().min(0).max(1e15).optional(),
    lambda: z.number().gt(0).max(1).optional(),
  })
  .refine(
    ({ direction, red, amber }) =>
      red === undefined || amber === undefined || (direction === 'maximise' ? amber >= red : amber <= red),
    { path: ['amber'], message: 'lies beyond red' },
  );
export type SeriesRulesInput = z.infer<typeof SeriesRulesInput>;

export const SeriesRulesAnswer = z.strictObject({
  ewma: z.array(z.number()),
  limits: z.strictObject({ lower: z.number(), upper: z.number() }),
  forecast: z.number().nullable(),
  alarms: z.array(z.strictObject({ rule: z.enum(SERIES_RULES), index: z.int() })),
});
export type SeriesRulesAnswer = z.infer<typeof SeriesRulesAnswer>;
