import { z } from 'zod';
import { LocalDate, TimeZone } from '../shapes';
import { DURATION_PATTERN } from './duration';

const OpensAt = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00');
const ClosesAt = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as 18:00, at most 24:00');

/** Opening hours of a weekday as [opens, closes) pairs in local time; hours across midnight are two pairs on two days. */
const DayHours = z
  .array(z.tuple([OpensAt, ClosesAt]))
  .max(24)
  .superRefine((pairs, ctx) => {
    const sorted = pairs
      .map(([opens, closes], index) => ({ opens, closes, index }))
      .sort((a, b) => (a.opens < b.opens ? -1 : 1));
    sorted.forEach(({ opens, closes, index }, place) => {
      const previous = sorted[place - 1];
      if (opens >= closes) ctx.addIssue({ code: 'custom', path: [index], message: 'closes before it opens' });
      else if (previous && previous.closes > opens)
        ctx.addIssue({ code: 'custom', path: [index], message: 'overlaps another pair' });
    });
  });

const Weekly = z
  .strictObject({
    mon: DayHours.optional(),
    tue: DayHours.optional(),
    wed: DayHours.optional(),
    thu: DayHours.optional(),
    fri: DayHours.optional(),
    sat: DayHours.optional(),
    sun: DayHours.optional(),
  })
  .refine((weekly) => Object.values(weekly).some((hours) => (hours?.length ?? 0) > 0), 'has no hours at all');

const Dates = z.array(LocalDate).max(1000).default([]);

/** A working calendar: weekly hours in a time zone, days off, and make-up days that are worked although they are days off. */
export const WorkCalendar = z
  .strictObject({ timeZone: TimeZone, weekly: Weekly, holidays: Dates, workdays: Dates })
  .superRefine(({ holidays, workdays }, ctx) => {
    const closed = new Set(holidays);
    workdays.forEach((date, index) => {
      if (closed.has(date))
        ctx.addIssue({ code: 'custom', path: ['workdays', index], message: 'is a holiday as well' });
    });
  });
export type WorkCalendar = z.infer<typeof WorkCalendar>;

/** An organisation's own calendar may say until when its holidays are known. */
export const CalendarBody = WorkCalendar.safeExtend({ announcedUntil: LocalDate.nullable().optional() });
export type CalendarBody = z.infer<typeof CalendarBody>;

export const CalendarKey = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'the key of a calendar, such as cn or 24x7');

/** ISO 8601 duration in business time: `PnD` business days, `PTnH` business hours. */
export const Duration = z
  .string()
  .max(40)
  .regex(DURATION_PATTERN, 'days, hours, minutes and seconds such as P2D or PT4H');

const LocalMoment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'local time such as 2027-03-05T17:00')
  .refine((text) => LocalDate.safeParse(text.slice(0, 10)).success, 'is not a date of the calendar');

export const BusinessTimeInput = z.strictObject({
  calendar: z.union([CalendarKey, WorkCalendar]),
  start: LocalMoment,
  duration: Duration,
});
export type BusinessTimeInput = z.infer<typeof BusinessTimeInput>;

export const BusinessTimeAnswer = z.strictObject({ due: z.string(), dueAt: z.string() });
export type BusinessTimeAnswer = z.infer<typeof BusinessTimeAnswer>;
