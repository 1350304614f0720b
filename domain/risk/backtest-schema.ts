import { z } from 'zod';
import { LocalDate, Uuid } from '../shapes';
import { RiskRules } from './rules-schema';
import { SERIES_RULES } from './schema';

const Counted = z.strictObject({
  alarms: z.int(),
  /** Alarms after which a red value came within the horizon. */
  followed: z.int(),
  /** Alarms whose horizon is not over; they count for nothing yet. */
  undecided: z.int(),
  /** followed / (alarms − undecided); null where there is nothing to divide by. */
  precision: z.number().nullable(),
  reds: z.int(),
  /** Red values before which an alarm came within the horizon. */
  preceded: z.int(),
  /** preceded / reds. */
  recall: z.number().nullable(),
  /** Mean of periods between the first alarm within the horizon and the red value. */
  lead: z.number().nullable(),
});

const BacktestLine = Counted.extend({ rule: z.enum(SERIES_RULES), severity: z.enum(['red', 'amber']) });
export type BacktestLine = z.infer<typeof BacktestLine>;

const SeriesBacktest = z.strictObject({
  horizon: z.int(),
  series: z.int(),
  reds: z.int(),
  lines: z.array(BacktestLine),
  /** All warnings but R1, which says that it is red already. */
  warnings: Counted,
});
export type SeriesBacktest = z.infer<typeof SeriesBacktest>;

const span = {
  /** One engagement; all of them where none is named. */
  engagementId: Uuid.optional(),
  /** Days within which a period must end to be looked at; periods before are history. */
  from: LocalDate.optional(),
  to: LocalDate.optional(),
};

const isForward = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || from <= to;

export const AlarmBacktestQuery = z.strictObject(span).refine(isForward, { path: ['to'], message: 'is before from' });
export type AlarmBacktestQuery = z.infer<typeof AlarmBacktestQuery>;

export const AlarmBacktestBody = z
  .strictObject({ ...span, candidate: RiskRules })
  .refine(isForward, { path: ['to'], message: 'is before from' });
export type AlarmBacktestBody = z.infer<typeof AlarmBacktestBody>;

export const AlarmBacktest = z.strictObject({
  from: LocalDate,
  to: LocalDate,
  /** Under the rules in force. */
  current: SeriesBacktest,
  /** Under the candidate, where there is one. */
  candidate: SeriesBacktest.nullable(),
  /** More engagements have series than one answer looks at. */
  truncated: z.boolean(),
});
export type AlarmBacktest = z.infer<typeof AlarmBacktest>;
