import { z } from 'zod';
import { Label, LocalDate, LongText, MoneyCharge, MoneyTotal, Uuid } from '../shapes';

/** What an hour of a role costs from a day on, in one currency; the newest rate that has begun holds. */
const RoleRate = z.strictObject({ role: Label, from: LocalDate, perHour: MoneyCharge });
export type RoleRate = z.infer<typeof RoleRate>;

export const RoleRates = z.strictObject({
  rates: z
    .array(RoleRate)
    .max(1000)
    .superRefine((rates, ctx) => {
      const seen = new Set<string>();
      rates.forEach(({ role, from, perHour }, index) => {
        const key = JSON.stringify([role, from, perHour.currency]);
        if (seen.has(key))
          ctx.addIssue({ code: 'custom', path: [index, 'from'], message: 'comes twice for this role' });
        seen.add(key);
      });
    }),
});
export type RoleRates = z.infer<typeof RoleRates>;

/** Kinds of work that the engine sees by itself, and lines that people write. */
export const TASK_SOURCES = ['approval', 'action-item', 'exit-task', 'kpi-value'] as const;
export type TaskSource = (typeof TASK_SOURCES)[number];
export const HOUR_SOURCES = [...TASK_SOURCES, 'timesheet'] as const;

const TaskHours = z.number().min(0).max(24);

export const ManagementRules = z.strictObject({
  /** Hours that one task of a kind counts while nobody has written a timesheet for the month. */
  effort: z.strictObject({
    approval: TaskHours,
    'action-item': TaskHours,
    'exit-task': TaskHours,
    'kpi-value': TaskHours,
  }),
  /** Above this multiple of the planned ratio a month is over plan (15 000 = 1.5). */
  overrunBp: z.int().min(10_000).max(100_000),
  /** So many months over plan one after the other raise the alarm. */
  overrunMonths: z.int().min(1).max(12),
  /** Business days after its end on which a month is closed. */
  closeAfterDays: z.int().min(1).max(15),
});
export type ManagementRules = z.infer<typeof ManagementRules>;

/** Hours in steps of a hundredth; a line of a sheet of hours is about one day. */
const Hours = z
  .number()
  .gt(0)
  .max(24)
  .refine((hours) => Number(hours.toFixed(2)) === hours, 'has more than two decimals');

export const NewTimesheet = z.strictObject({
  personId: Uuid.optional(),
  on: LocalDate,
  hours: Hours,
  role: Label,
  note: LongText.optional(),
});
export type NewTimesheet = z.infer<typeof NewTimesheet>;

export const TimesheetReversal = z.strictObject({ reason: LongText.min(2) });
export type TimesheetReversal = z.infer<typeof TimesheetReversal>;

export const TimesheetLine = z.strictObject({
  id: Uuid,
  personId: Uuid,
  on: LocalDate,
  /** Negative on a line that takes another one back. */
  hours: z.number(),
  role: z.string(),
  note: z.string().nullable(),
  /** The line that this one takes back. */
  reverses: Uuid.nullable(),
  recordedBy: Uuid,
  recordedAt: z.string(),
});
export type TimesheetLine = z.infer<typeof TimesheetLine>;

const HourLine = z.strictObject({
  role: z.string(),
  source: z.enum(HOUR_SOURCES),
  hours: z.number(),
  /** Null where no rate of the role holds. */
  cost: MoneyTotal.nullable(),
});
export type HourLine = z.infer<typeof HourLine>;

/** What managing the vendor cost in a month. */
export const MonthCost = z.strictObject({
  month: z.string(),
  closed: z.boolean(),
  cost: MoneyTotal,
  vendorSpend: MoneyTotal,
  hours: z.number(),
  /** Part of the hours that no rate prices; the cost is too low by these. */
  unpricedHours: z.number(),
  /** Business hours between the moment a task lay with somebody and their answer. */
  waitingHours: z.number(),
  tasks: z.int(),
  lines: z.array(HourLine),
  /** Cost over spend; null without spend. */
  ratioBp: z.int().nullable(),
  /** The ratio that the business case assumed; null without one. */
  planBp: z.int().nullable(),
  /** Null where there is nothing to compare. */
  overPlan: z.boolean().nullable(),
});
export type MonthCost = z.infer<typeof MonthCost>;
