import { z } from 'zod';
import { SIDES } from '../issue/words';
import {
  BasisPoints,
  Instant,
  Key,
  LocalDate,
  LongText,
  MoneyCharge,
  MoneyTotal,
  noRepeats,
  ShortText,
  Uuid,
} from '../shapes';
import { MILESTONE_OUTCOMES, MILESTONE_STATES } from './words';

const Criterion = z.strictObject({ key: Key, text: LongText.min(2).max(1000) });
export type Criterion = z.infer<typeof Criterion>;
/** Without criteria nobody could say later what was to be delivered. */
const Criteria = z.array(Criterion).min(1).max(50).superRefine(noRepeats('key'));

export const NewMilestone = z.strictObject({
  title: ShortText,
  description: LongText.default(''),
  /** The last day of a delivery in time, where the engagement is. */
  due: LocalDate,
  fee: MoneyCharge.optional(),
  criteria: Criteria,
  /** The policy by which an acceptance is approved; without one the owner or the service manager accepts alone. */
  policyKey: Key.optional(),
});
export type NewMilestone = z.infer<typeof NewMilestone>;

/** Fields that are left out stay; null takes away. */
export const MilestoneChange = z
  .strictObject({
    title: ShortText.optional(),
    description: LongText.optional(),
    due: LocalDate.optional(),
    fee: MoneyCharge.nullable().optional(),
    criteria: Criteria.optional(),
    policyKey: Key.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((part) => part !== undefined), 'says nothing');
export type MilestoneChange = z.infer<typeof MilestoneChange>;

/** What a change request says anew of a milestone of the contract. */
export const MilestoneTerms = z
  .strictObject({ milestoneId: Uuid, due: LocalDate.optional(), fee: MoneyCharge.optional() })
  .refine(({ due, fee }) => due !== undefined || fee !== undefined, 'says nothing');
export type MilestoneTerms = z.infer<typeof MilestoneTerms>;

const EvidenceLink = z.url({ protocol: /^https?$/, error: 'an address that begins with https://' }).max(2000);
const EvidenceLinks = z.array(EvidenceLink).max(20);

export const MilestoneDelivery = z.strictObject({
  note: LongText.min(2),
  links: EvidenceLinks.default([]),
  /** Among the documents of the engagement. */
  documentIds: z.array(Uuid).max(50).default([]),
  /** The day of the delivery, where it is noted later; today unless said otherwise. */
  on: LocalDate.optional(),
});
export type MilestoneDelivery = z.infer<typeof MilestoneDelivery>;

const Mark = z.strictObject({ key: Key, met: z.boolean(), reason: LongText.min(2).optional() });
export type Mark = z.infer<typeof Mark>;

/** Every criterion is judged, each once. */
export const MilestoneVerdict = z.strictObject({
  criteria: z.array(Mark).min(1).max(50).superRefine(noRepeats('key')),
  comment: LongText.min(2).optional(),
});
export type MilestoneVerdict = z.infer<typeof MilestoneVerdict>;

export const MilestoneReason = z.strictObject({ reason: LongText.min(2) });
export type MilestoneReason = z.infer<typeof MilestoneReason>;

const Round = z.strictObject({
  /** Counts the deliveries. */
  round: z.int(),
  side: z.enum(SIDES),
  /** Null for the vendor behind its link. */
  actorId: Uuid.nullable(),
  deliveredAt: Instant,
  deliveredOn: z.string(),
  note: z.string(),
  links: z.array(z.string()),
  documentIds: z.array(Uuid),
  /** Null while it waits for us, or for those who approve an acceptance. */
  outcome: z.enum(MILESTONE_OUTCOMES).nullable(),
  decidedAt: Instant.nullable(),
  decidedBy: Uuid.nullable(),
  criteria: z.array(Mark),
  comment: z.string().nullable(),
  /** The request by which the acceptance is, or was, approved. */
  requestId: Uuid.nullable(),
});

export const MilestoneView = z.strictObject({
  id: Uuid,
  /** Counts the milestones of the engagement. */
  number: z.int(),
  title: z.string(),
  description: z.string(),
  due: LocalDate,
  fee: MoneyTotal.nullable(),
  criteria: z.array(Criterion),
  policyKey: z.string().nullable(),
  /** Part of what both sides have signed: its day and its fee move by a change request alone. */
  contractual: z.boolean(),
  state: z.enum(MILESTONE_STATES),
  /** The day by which the vendor delivers now: its due day, later where it delivers again. Null where nothing is owed. */
  deliverBy: LocalDate.nullable(),
  overdue: z.boolean(),
  /** The delivery that counts: the accepted one, or the one that waits for a decision. */
  delivery: z.strictObject({ on: z.string(), daysLate: z.int(), onTime: z.boolean() }).nullable(),
  /** What its acceptance has made payable. */
  payable: MoneyTotal.nullable(),
  rounds: z.array(Round),
  cancelled: z.strictObject({ by: Uuid, at: Instant, reason: z.string() }).nullable(),
  version: z.int(),
});
export type MilestoneView = z.infer<typeof MilestoneView>;

/** How many milestones that were due in a time were delivered in time. */
export const PunctualityView = z.strictObject({
  from: LocalDate,
  /** The first day that no longer counts. */
  to: LocalDate,
  due: z.int(),
  onTime: z.int(),
  /** Null where nothing was due. */
  shareBp: BasisPoints.nullable(),
  /** Mean of the days late of all deliveries; null without one. */
  meanDaysLate: z.number().nullable(),
});
export type PunctualityView = z.infer<typeof PunctualityView>;
