import { z } from 'zod';
import { NewLesson } from '../planning/checklist-schema';
import { Figure, Instant, LocalDate, LongText, MoneyTotal, ShortText, Uuid } from '../shapes';

/** What the owner adds to the records of a year. */
export const RetrospectiveContent = z.strictObject({
  summary: LongText.min(2),
  /** What was measured of the success measures of the needs, by their names. */
  measures: z
    .array(z.strictObject({ name: ShortText, actual: Figure.nullable() }))
    .max(100)
    .default([]),
  /** Checks for later engagements; they reach those that begin after the close. */
  lessons: z.array(NewLesson).max(50).default([]),
});
export type RetrospectiveContent = z.infer<typeof RetrospectiveContent>;

const Count = z.int().min(0);

/** What the records said on the anniversary. */
export const RetrospectiveFacts = z.strictObject({
  objective: z.string().nullable(),
  statement: z.string().nullable(),
  cost: z.strictObject({
    /** From the opening of the engagement to the end of the last full month. */
    vendor: MoneyTotal,
    management: MoneyTotal,
    total: MoneyTotal,
    /** The total cost of ownership of the business case over its years; null without one. */
    planned: z.strictObject({ tco: MoneyTotal, years: z.number() }).nullable(),
    /** Spent so far as a share of what was planned for all years, in basis points. */
    spentBp: z.int().nullable(),
  }),
  score: z.strictObject({
    rolling: z.number().nullable(),
    standing: z.string(),
    trend: z.enum(['up', 'stable', 'down']).nullable(),
    ratedPeriods: Count,
  }),
  /** Of this year. */
  issues: z.strictObject({ raised: Count, open: Count }),
  alarms: z.strictObject({ red: Count, amber: Count, open: Count }),
  incidents: z.strictObject({ all: Count, major: Count }),
});
export type RetrospectiveFacts = z.infer<typeof RetrospectiveFacts>;

const Outcome = z.strictObject({
  name: z.string(),
  unit: z.string().nullable(),
  baseline: z.number().nullable(),
  target: z.number(),
  actual: z.number().nullable(),
  direction: z.enum(['maximise', 'minimise']),
  reachedBp: z.int().nullable(),
  met: z.boolean().nullable(),
});

export const RetrospectiveView = z.strictObject({
  /** The calendar year of the anniversary. */
  year: z.int(),
  /** First day of the contract year that is looked back on. */
  from: LocalDate,
  /** Its first day that is over: the anniversary. */
  anniversary: LocalDate,
  state: z.enum(['open', 'closed']),
  facts: RetrospectiveFacts,
  measures: z.strictObject({
    items: z.array(Outcome),
    met: Count,
    measured: Count,
    metBp: z.int().nullable(),
  }),
  summary: z.string().nullable(),
  lessons: z.array(NewLesson),
  openedAt: Instant,
  closedAt: Instant.nullable(),
  closedBy: Uuid.nullable(),
});
export type RetrospectiveView = z.infer<typeof RetrospectiveView>;
