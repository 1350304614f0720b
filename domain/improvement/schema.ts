import { z } from 'zod';
import { SIDES } from '../issue/words';
import { Figure, Instant, Key, LocalDate, LongText, noRepeats, ShortText, Uuid } from '../shapes';
import { PLAN_STATES, PLAN_TRIGGERS } from './words';

const Measure = z.strictObject({
  title: ShortText,
  side: z.enum(SIDES),
  /** Who does it, as people call them. */
  person: ShortText,
  due: LocalDate,
});
export type Measure = z.infer<typeof Measure>;

const window = { kpi: Key, targetValue: Figure, from: LocalDate, to: LocalDate };
/** A value to be reached on the way, in the closed periods that touch its days. */
const PlanMilestone = z
  .strictObject(window)
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not lie before from' });
export type PlanMilestone = z.infer<typeof PlanMilestone>;

/** Why it is so, asked again and again: one answer to each why. */
const RootCause = z.array(LongText.min(2)).min(1).max(5);
const Measures = z.array(Measure).min(1).max(30);
const PlanMilestones = z.array(PlanMilestone).max(30);

export const NewImprovementPlan = z.strictObject({
  kpis: z
    .array(Key)
    .min(1)
    .max(20)
    .refine((keys) => new Set(keys).size === keys.length, 'must differ'),
  rootCause: RootCause.optional(),
  measures: Measures.superRefine(noRepeats('title')).optional(),
  milestones: PlanMilestones.optional(),
  /** The last day on which its KPIs may come back to their targets; four months from now where nothing is said. */
  due: LocalDate.optional(),
});
export type NewImprovementPlan = z.infer<typeof NewImprovementPlan>;

/** How far a measure is, counted from 1 in the order of the plan. */
export const MeasureProgress = z.strictObject({
  measure: z.int().min(1).max(30),
  text: LongText.min(2),
  done: z.boolean().default(false),
});
export type MeasureProgress = z.infer<typeof MeasureProgress>;

/** Before a plan is agreed on its contents change; after that what is done about it. */
export const ImprovementPlanChange = z
  .strictObject({
    rootCause: RootCause.optional(),
    measures: Measures.superRefine(noRepeats('title')).optional(),
    milestones: PlanMilestones.optional(),
    due: LocalDate.optional(),
    progress: MeasureProgress.optional(),
  })
  .refine((change) => Object.values(change).some((part) => part !== undefined), 'says nothing');
export type ImprovementPlanChange = z.infer<typeof ImprovementPlanChange>;

export const PlanReason = z.strictObject({ reason: LongText.min(2) });
export type PlanReason = z.infer<typeof PlanReason>;
export const PlanAgreement = z.strictObject({});
export type PlanAgreement = z.infer<typeof PlanAgreement>;

/** What a KPI did in a closed period. */
const Reading = z.strictObject({
  kpi: z.string(),
  period: z.string(),
  value: z.number().nullable(),
  target: z.number(),
});

const Remark = z.strictObject({
  at: Instant,
  side: z.enum(SIDES),
  /** Null for the vendor behind its link. */
  actorId: Uuid.nullable(),
  text: z.string(),
});

export const ImprovementPlanView = z.strictObject({
  id: Uuid,
  /** Counts the plans of the engagement. */
  number: z.int(),
  trigger: z.enum(PLAN_TRIGGERS),
  kpis: z.array(z.string()),
  state: z.enum(PLAN_STATES),
  rootCause: z.array(z.string()),
  measures: z.array(
    z.strictObject({
      ...Measure.shape,
      progress: z.array(Remark),
      doneAt: Instant.nullable(),
    }),
  ),
  milestones: z.array(
    z.strictObject({
      ...window,
      /** The newest value in its days against its target; null while there is none. */
      state: z.enum(['on-target', 'failing']).nullable(),
      value: z.number().nullable(),
    }),
  ),
  due: LocalDate,
  openedAt: Instant,
  /** Null where the system opened it. */
  openedBy: Uuid.nullable(),
  agreedAt: Instant.nullable(),
  agreedBy: Uuid.nullable(),
  endedAt: Instant.nullable(),
  /** Who wants to give it up, and why; a second person decides. */
  cancelling: z.strictObject({ by: Uuid, at: Instant, reason: z.string(), confirmedBy: Uuid.nullable() }).nullable(),
  /** The values for which it was opened, and those that closed it. */
  evidence: z.strictObject({ opening: z.array(Reading), closing: z.array(Reading) }),
  version: z.int(),
});
export type ImprovementPlanView = z.infer<typeof ImprovementPlanView>;
