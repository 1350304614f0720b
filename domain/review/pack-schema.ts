import { z } from 'zod';
import { MonthCost } from '../delivery/ledger-schema';
import { PeriodFeedback } from '../feedback/schema';
import { MonthCarbon } from '../green/ledger-schema';
import { PLAN_STATES, PLAN_TRIGGERS } from '../improvement/words';
import { ISSUE_SEVERITIES, SIDES } from '../issue/words';
import { KpiDirection } from '../kpi/schema';
import { INCIDENT_SEVERITIES } from '../risk/record-schema';
import { PackCreditLines, PackMilestones, PackRating } from './pack-delivery-schema';
import { Instant, LocalDate, MoneyTotal, Uuid } from '../shapes';

export const REVIEW_KINDS = ['monthly', 'quarterly', 'annual'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

const PackKpi = z.strictObject({
  key: z.string(),
  name: z.string(),
  unit: z.string(),
  direction: KpiDirection,
  weightBp: z.int(),
  target: z.number(),
  amber: z.number().nullable(),
  red: z.number().nullable(),
  /** The newest closed period that rates it; null before the first one. */
  period: z.string().nullable(),
  value: z.number().nullable(),
  score: z.number().nullable(),
  status: z.enum(['on-target', 'missed', 'missing', 'unavailable', 'no_activity']),
  /** Against the value before, in the direction that is wanted. */
  trend: z.enum(['better', 'worse', 'level']).nullable(),
  /** Oldest first. */
  series: z.array(z.strictObject({ period: z.string(), value: z.number().nullable() })),
});
export type PackKpi = z.infer<typeof PackKpi>;

const PackScore = z.strictObject({
  rolling: z.strictObject({ score: z.number().nullable(), standing: z.string() }),
  /** The standings that scores meant when the pack was built. */
  bands: z.array(z.strictObject({ key: z.string(), min: z.number(), max: z.number() })),
  /** Oldest first; `rolling` is what the rolling score was when the period closed. */
  cards: z.array(
    z.strictObject({
      period: z.string(),
      score: z.number().nullable(),
      standing: z.string(),
      coverageBp: z.int(),
      provisional: z.boolean(),
      rolling: z.number().nullable(),
    }),
  ),
});
export type PackScore = z.infer<typeof PackScore>;

const PackCredit = z.strictObject({ period: z.string(), kpi: z.string(), name: z.string(), money: MoneyTotal });
export type PackCredit = z.infer<typeof PackCredit>;

const PackAlarm = z.strictObject({
  id: Uuid,
  rule: z.string(),
  subject: z.string(),
  severity: z.enum(['amber', 'red']),
  state: z.string(),
  openedAt: Instant,
  closedAt: Instant.nullable(),
});
export type PackAlarm = z.infer<typeof PackAlarm>;

const PackIncident = z.strictObject({
  id: Uuid,
  type: z.string(),
  severity: z.enum(INCIDENT_SEVERITIES),
  detectedAt: Instant,
  personalData: z.boolean(),
  state: z.enum(['open', 'closed']),
  rootCause: z.string().nullable(),
});
export type PackIncident = z.infer<typeof PackIncident>;

const PackObligation = z.strictObject({
  /** What the sides call it; null for a duty of the law, which `duty` names. */
  title: z.string().nullable(),
  duty: z.string().nullable(),
  party: z.enum(['us', 'vendor']),
  due: LocalDate,
  state: z.enum(['upcoming', 'open', 'overdue', 'done', 'waived']),
});
export type PackObligation = z.infer<typeof PackObligation>;

/** Something agreed at an earlier meeting, and what became of it. */
const PackAction = z.strictObject({
  title: z.string(),
  party: z.enum(['us', 'vendor']),
  owner: z.string(),
  due: LocalDate,
  state: z.enum(['open', 'submitted', 'done', 'waived', 'cancelled']),
  overdue: z.boolean(),
  /** Kind and period of the meeting that agreed it. */
  from: z.strictObject({ kind: z.enum(REVIEW_KINDS), period: z.string() }),
});
export type PackAction = z.infer<typeof PackAction>;

/** What managing the vendor cost in each month of what is talked about. */
const PackCost = z.array(
  MonthCost.pick({
    month: true,
    closed: true,
    cost: true,
    vendorSpend: true,
    hours: true,
    ratioBp: true,
    planBp: true,
  }),
);
export type PackCost = z.infer<typeof PackCost>;

const PackIssues = z.strictObject({
  /** In what is talked about. */
  opened: z.int(),
  closed: z.int(),
  /** When the pack was built. */
  open: z.int(),
  /** Answers to what was asked in what is talked about, in hours of business time. */
  responses: z.array(
    z.strictObject({
      side: z.enum(SIDES),
      n: z.int(),
      medianHours: z.number().nullable(),
      meanHours: z.number().nullable(),
    }),
  ),
  /** Open for longer than the setting says, longest first. */
  aged: z.array(
    z.strictObject({
      number: z.int(),
      title: z.string(),
      severity: z.enum(ISSUE_SEVERITIES),
      assignee: z.enum(SIDES),
      openedAt: Instant,
      days: z.int(),
    }),
  ),
});
export type PackIssues = z.infer<typeof PackIssues>;

const PackImprovement = z.strictObject({
  number: z.int(),
  kpis: z.array(z.string()),
  trigger: z.enum(PLAN_TRIGGERS),
  state: z.enum(PLAN_STATES),
  due: LocalDate,
  measures: z.int(),
  done: z.int(),
});
export type PackImprovement = z.infer<typeof PackImprovement>;

const PackCarbon = z.array(MonthCarbon.pick({ month: true, spend: true, tonnes: true, method: true }));
export type PackCarbon = z.infer<typeof PackCarbon>;

/**
 * The parts of a pack, in the order in which they are read. A part that is added later is `.optional()`, because packs
 * that were built before it do not have it.
 */
export const PACK_PARTS = {
  score: PackScore,
  kpis: z.array(PackKpi),
  credits: z.array(PackCredit),
  creditLines: PackCreditLines.optional(),
  milestones: PackMilestones.optional(),
  alarms: z.array(PackAlarm),
  incidents: z.array(PackIncident),
  obligations: z.array(PackObligation),
  actions: z.array(PackAction),
  issues: PackIssues.optional(),
  rating: PackRating.optional(),
  improvements: z.array(PackImprovement).optional(),
  surveys: z.array(PeriodFeedback).optional(),
  cost: PackCost.optional(),
  carbon: PackCarbon.optional(),
} as const;
export type PackPart = keyof typeof PACK_PARTS;

export const PackHead = z.strictObject({
  reviewId: Uuid,
  kind: z.enum(REVIEW_KINDS),
  period: z.string(),
  /** What is talked about: [from, to). */
  from: LocalDate,
  to: LocalDate,
  builtAt: Instant,
  engagement: z.strictObject({
    id: Uuid,
    number: z.string(),
    title: z.string(),
    currency: z.string(),
    timeZone: z.string(),
  }),
  vendor: z.string().nullable(),
});
export type PackHead = z.infer<typeof PackHead>;

/** What a review meeting talks about, as it was known when the pack was built. */
export const ReviewPack = PackHead.extend(PACK_PARTS);
export type ReviewPack = z.infer<typeof ReviewPack>;

/** What the vendor is shown: how we watch it stays with us. */
export const VENDOR_PARTS: readonly PackPart[] = [
  'score',
  'kpis',
  'credits',
  'incidents',
  'obligations',
  'actions',
  'creditLines',
  'milestones',
  'issues',
  'rating',
  'improvements',
  'surveys',
  'carbon',
];

/** A pack as its reader gets it: parts that are not for them are left out. */
export const PackAnswer = PackHead.extend(z.strictObject(PACK_PARTS).partial().shape);
export type PackAnswer = z.infer<typeof PackAnswer>;
