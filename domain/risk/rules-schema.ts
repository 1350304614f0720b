import { z } from 'zod';
import { Bilingual, Key, noRepeats } from '../shapes';
import { EVENT_CATEGORIES } from './schema';

const Weight = z.number().min(0).max(100);
const Share = z.number().min(0).max(1);
const Days = z.int().min(0).max(3650);
const Severity = z.int().min(1).max(5);
const AlarmSeverity = z.enum(['amber', 'red']);
const Hours = z.int().min(1).max(2160);

/** Weights of the event score and the limits of its tiers. */
const EventRules = z
  .strictObject({
    categories: z.record(z.enum(EVENT_CATEGORIES), Weight),
    /** Weight of a severity of 1, 2, 3, 4 and 5. */
    severities: z.array(Weight).length(5),
    /** An event that is at most so many days old counts with this share; the first entry that fits. */
    decay: z.array(z.strictObject({ days: Days, share: Share })).max(20),
    /** Share of an event that is older than all of them. */
    oldShare: Share,
    rectifiedShare: Share,
    /** By criticality of the engagement, in basis points. */
    importanceBp: z.record(z.enum(['general', 'important', 'critical']), z.int().min(0).max(100_000)),
    yellowFrom: Weight,
    redFrom: Weight,
    /** A severity from here on that is not older than this many days is a red line, whatever the score. */
    redLineSeverity: Severity,
    redLineDays: Days,
  })
  .refine(({ yellowFrom, redFrom }) => yellowFrom <= redFrom, { path: ['redFrom'], message: 'is below yellowFrom' })
  .refine(({ decay }) => decay.every(({ days }, n) => n === 0 || days > (decay[n - 1]?.days ?? -1)), {
    path: ['decay'],
    message: 'days must rise',
  });

/** Parameters of the rules over a series of KPI values. */
const SeriesRules = z.strictObject({
  lambda: z.number().gt(0).max(1),
  sigmas: z.number().gt(0).max(10),
  forecastPoints: z.int().min(3).max(60),
  forecastAhead: z.int().min(1).max(12),
  worseningSteps: z.int().min(2).max(12),
  severities: z.record(z.enum(['R1', 'R2', 'R3', 'R4', 'R5', 'R6']), AlarmSeverity),
});

/** Business days within which an alarm is acknowledged and, where it needs one, planned against. */
const Deadlines = z.strictObject({
  acknowledgeDays: z.int().min(1).max(60),
  planDays: z.int().min(1).max(120).nullable(),
});

const AlarmRules = z.strictObject({
  red: Deadlines,
  amber: Deadlines,
  /** A missed deadline is escalated at once, then again after every so many business days, at most so many times. */
  escalateEveryDays: z.int().min(1).max(60),
  escalateAgain: z.int().min(0).max(10),
  /** A closed alarm that recurs within so many days is opened again. */
  reopenDays: Days,
});

const IncidentRules = z.strictObject({
  /** What an incident counts as among the warning events. */
  severities: z.strictObject({ minor: Severity, moderate: Severity, major: Severity }),
  /** Hours from the detection of a major incident to the report to the regulator: plain time, not business time. */
  reportHours: Hours,
  /** Hours before an hourly deadline on which it is recalled. */
  remindHours: z.array(Hours).max(6),
  /** Hours from the detection to the notification of the authority and of the people whose data it is. */
  notifyHours: Hours,
  vendorReportDays: z.int().min(1).max(60),
  containment: z
    .array(z.strictObject({ code: Key, names: Bilingual, hours: Hours }))
    .max(20)
    .superRefine(noRepeats('code')),
});

/** All thresholds of risks, early warning, alarms and incidents. */
export const RiskRules = z.strictObject({
  exposure: z
    .strictObject({ amberFrom: z.int().min(1).max(25), redFrom: z.int().min(1).max(26) })
    .refine(({ amberFrom, redFrom }) => amberFrom <= redFrom, { path: ['redFrom'], message: 'is below amberFrom' }),
  events: EventRules,
  series: SeriesRules,
  alarms: AlarmRules,
  incidents: IncidentRules,
  /** Periods after an alarm within which a red value confirms it. */
  backtestHorizon: z.int().min(1).max(12),
});
export type RiskRules = z.infer<typeof RiskRules>;
