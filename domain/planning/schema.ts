import { z } from 'zod';
import {
  BasisPoints,
  Bilingual,
  Charge,
  CurrencyCode,
  Figure,
  Label,
  LocalDate,
  LongText,
  MoneyTotal,
  noRepeats,
  ShortText,
  Uuid,
} from '../shapes';
import { Country } from '../vendor/vendor-schema';
import {
  CRITICALITIES,
  CRITICALITY_QUESTIONS,
  DECISIONS,
  MATURITIES,
  OBJECTIVES,
  PRICE_TRENDS,
  QUADRANTS,
} from './catalogue';

const Rating = z.int().min(1).max(5);
const Quadrant = z.enum(QUADRANTS);
const Hours = z.number().min(0).max(100_000);
const Years = z.number().positive().max(50);
const Percent = z.number().min(0).max(100);

export const SwotInput = z.strictObject({
  items: z
    .array(z.strictObject({ quadrant: Quadrant, impact: Rating, fit: Rating, text: ShortText.optional() }))
    .min(1)
    .max(1000),
});
export type SwotInput = z.infer<typeof SwotInput>;

const Weighty = z.strictObject({ text: z.string(), weight: z.int() });
/** One strategy of a TOWS matrix: the weightiest entries of its inner and its outer quadrant, and the strongest pairs of them. */
const Tows = z.strictObject({
  inner: z.array(Weighty),
  outer: z.array(Weighty),
  pairs: z.array(z.strictObject({ inner: z.string(), outer: z.string(), weight: z.int() })),
});
export const TowsMatrix = z.strictObject({ SO: Tows, WO: Tows, ST: Tows, WT: Tows });
export type TowsMatrix = z.infer<typeof TowsMatrix>;

export const SwotAnswer = z.strictObject({
  totals: z.strictObject({ S: z.int(), W: z.int(), O: z.int(), T: z.int() }),
  net: z.int(),
  index: z.number(),
  tows: TowsMatrix.optional(),
});
export type SwotAnswer = z.infer<typeof SwotAnswer>;

export const BusinessCaseInput = z.strictObject({
  currency: CurrencyCode,
  years: Years,
  inHouseAnnual: Charge.optional(),
  vendorAnnual: Charge,
  toolingAnnual: Charge,
  transitionOneOff: Charge,
  exitCostOneOff: Charge,
  managementHours: z.array(z.strictObject({ role: Label, hoursPerWeek: Hours, rate: Charge })).max(100),
  reworkBp: BasisPoints,
  riskBufferBp: BasisPoints,
});
export type BusinessCaseInput = z.infer<typeof BusinessCaseInput>;

export const BusinessCaseAnswer = z.strictObject({
  managementAnnual: MoneyTotal,
  managementShareBp: z.int().nullable(),
  tco: MoneyTotal,
  savings: MoneyTotal.optional(),
  flags: z.array(z.literal('MGMT_COST_UNDERESTIMATED')),
});
export type BusinessCaseAnswer = z.infer<typeof BusinessCaseAnswer>;

/** Without a direction the baseline tells it: a target below the baseline is to be undercut. */
export const SuccessMeasure = z.strictObject({
  name: ShortText,
  baseline: Figure.nullable().optional(),
  target: Figure,
  unit: z.string().trim().max(40).optional(),
  dueMonths: z.int().min(0).max(600).optional(),
  direction: z.enum(['maximise', 'minimise']).optional(),
});
export type SuccessMeasure = z.infer<typeof SuccessMeasure>;

const Activity = z.strictObject({
  name: ShortText,
  isCore: z.boolean(),
  prohibitedCode: Label.optional(),
  decision: z.enum(DECISIONS),
  rationale: LongText.optional(),
  /** Skills of the capability assessment that the activity takes. */
  skills: z.array(Label).max(50).optional(),
});
export type Activity = z.infer<typeof Activity>;

const MarketAssessment = z.strictObject({
  suppliersAvailable: z.int().min(0).max(100_000),
  maturity: z.enum(MATURITIES),
  priceTrend: z.enum(PRICE_TRENDS),
  /** How hard it would be to change the supplier later. */
  switching: z.enum(['easy', 'moderate', 'hard']).optional(),
  regulation: LongText.optional(),
  notes: LongText.optional(),
  sources: z.array(ShortText).max(50).optional(),
  assessedOn: LocalDate.optional(),
});
export type MarketAssessment = z.infer<typeof MarketAssessment>;

const Skill = z.strictObject({
  skill: Label,
  /** What there is today, and what the service needs. */
  score: Rating,
  required: Rating,
  headcount: z.int().min(0).max(1_000_000).optional(),
  notes: LongText.optional(),
});
export type Skill = z.infer<typeof Skill>;

const SwotItem = z.strictObject({
  quadrant: Quadrant,
  text: ShortText,
  impact: Rating,
  likelihoodOrFit: Rating,
  evidenceUrl: z.httpUrl().max(2000).optional(),
  mitigation: LongText.optional(),
});
export type SwotItem = z.infer<typeof SwotItem>;

/** What doing it ourselves costs a year, in parts: people, equipment and their management. */
const InHouseParts = z.strictObject({
  people: z
    .array(z.strictObject({ role: Label, headcount: z.number().positive().max(1_000_000), annualCost: Charge }))
    .max(100),
  equipmentAnnual: Charge.optional(),
  managementAnnual: Charge.optional(),
});

const PlannedCase = z.strictObject({
  inHouseAnnual: Charge.optional(),
  /** Stands in for `inHouseAnnual` where that is not given. */
  inHouseParts: InHouseParts.optional(),
  vendorAnnual: Charge,
  mgmtHoursPerWeek: z
    .array(z.strictObject({ role: Label, hours: Hours, rate: Charge }))
    .max(100)
    .optional(),
  transitionOneOff: Charge.optional(),
  toolingAnnual: Charge.optional(),
  reworkPct: Percent.optional(),
  riskBufferPct: Percent.optional(),
  exitCostOneOff: Charge.optional(),
  years: Years,
});

export const CriticalityAnswers = z.strictObject({
  serviceContinuity: z.boolean().optional(),
  finance: z.boolean().optional(),
  compliance: z.boolean().optional(),
  personalData: z.boolean().optional(),
  substitutability: z.boolean().optional(),
  concentration: z.boolean().optional(),
});

const Pulse = z.strictObject({ date: LocalDate, score: z.number().min(1).max(5), n: z.int().min(0).max(1_000_000) });

const EmployeeImpact = z.strictObject({
  headcountAffected: z.int().min(0).max(1_000_000),
  rolesAffected: z.array(ShortText).max(100).optional(),
  action: z.enum(['none', 'redeploy', 'retrain', 'reduce']).optional(),
  consultationRequired: z.boolean().optional(),
  plan: LongText.optional(),
  hrOwner: ShortText.optional(),
  /** Surveys taken before the engagement; those taken during it are recorded one by one. */
  pulse: z.array(Pulse).max(1000).superRefine(noRepeats('date')).optional(),
});

const Lines = z.array(ShortText).max(200);

/** The needs record. Everything is optional while it is drafted; `missingForNeeds` says what gate G1 still asks for. */
export const Needs = z.strictObject({
  objectiveType: z.enum(OBJECTIVES).optional(),
  statement: LongText.optional(),
  inScope: Lines.optional(),
  outOfScope: Lines.optional(),
  deliverables: Lines.optional(),
  serviceType: Label.optional(),
  sites: Lines.optional(),
  startWanted: LocalDate.optional(),
  durationMonths: z.int().min(1).max(600).optional(),
  budgetCents: z.int().min(0).optional(),
  currency: CurrencyCode.optional(),
  sponsorId: Uuid.optional(),
  ownerId: Uuid.optional(),
  successMeasures: z.array(SuccessMeasure).max(100).superRefine(noRepeats('name')).optional(),
  market: MarketAssessment.optional(),
  capability: z.array(Skill).max(200).superRefine(noRepeats('skill')).optional(),
  activities: z.array(Activity).max(200).optional(),
  criticalityAnswers: CriticalityAnswers.optional(),
  criticality: z.enum(CRITICALITIES).optional(),
  swotItems: z.array(SwotItem).max(200).optional(),
  businessCase: PlannedCase.optional(),
  employeeImpact: EmployeeImpact.optional(),
  /** Data whose loss would harm the country (Data Security Law, art. 21). */
  importantData: z.boolean().optional(),
  /** Where data is to be kept. */
  dataCountries: z.array(Country).max(50).optional(),
});
export type Needs = z.infer<typeof Needs>;

export const CriticalityInput = z.strictObject({
  answers: CriticalityAnswers,
  criticality: z.enum(CRITICALITIES).optional(),
});
export type CriticalityInput = z.infer<typeof CriticalityInput>;

export const CriticalityAnswer = z.strictObject({
  level: z.enum(CRITICALITIES),
  /** What the answers alone make of it. */
  answered: z.enum(CRITICALITIES),
  byHand: z.enum(CRITICALITIES).nullable(),
  because: z.enum(['answers', 'by-hand', 'default']),
  yes: z.int(),
  importantFrom: z.int(),
  criticalFrom: z.int(),
  questions: z.array(
    z.strictObject({ key: z.enum(CRITICALITY_QUESTIONS), text: Bilingual, answer: z.boolean().nullable() }),
  ),
});
export type CriticalityAnswer = z.infer<typeof CriticalityAnswer>;
