import { z } from 'zod';
import {
  BasisPoints,
  Charge,
  CurrencyCode,
  Figure,
  Label,
  LocalDate,
  LongText,
  MoneyTotal,
  ShortText,
  Uuid,
} from '../shapes';
import { CRITICALITIES, OBJECTIVES, QUADRANTS } from './catalogue';

const Rating = z.int().min(1).max(5);
const Quadrant = z.enum(QUADRANTS);
const Hours = z.number().min(0).max(100_000);
const Years = z.number().positive().max(50);
const Percent = z.number().min(0).max(100);

export const SwotInput = z.strictObject({
  items: z
    .array(z.strictObject({ quadrant: Quadrant, impact: Rating, fit: Rating }))
    .min(1)
    .max(1000),
});
export type SwotInput = z.infer<typeof SwotInput>;

export const SwotAnswer = z.strictObject({
  totals: z.strictObject({ S: z.int(), W: z.int(), O: z.int(), T: z.int() }),
  net: z.int(),
  index: z.number(),
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

const SuccessMeasure = z.strictObject({
  name: ShortText,
  baseline: Figure.nullable().optional(),
  target: Figure,
  unit: z.string().trim().max(40).optional(),
  dueMonths: z.int().min(0).max(600).optional(),
});

const Activity = z.strictObject({
  name: ShortText,
  isCore: z.boolean(),
  prohibitedCode: Label.optional(),
  decision: z.enum(['outsource', 'retain', 'partial']),
  rationale: LongText.optional(),
});

const SwotItem = z.strictObject({
  quadrant: Quadrant,
  text: ShortText,
  impact: Rating,
  likelihoodOrFit: Rating,
  evidenceUrl: z.httpUrl().max(2000).optional(),
  mitigation: LongText.optional(),
});
export type SwotItem = z.infer<typeof SwotItem>;

const PlannedCase = z.strictObject({
  inHouseAnnual: Charge.optional(),
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

const CriticalityAnswers = z.strictObject({
  serviceContinuity: z.boolean().optional(),
  finance: z.boolean().optional(),
  compliance: z.boolean().optional(),
  personalData: z.boolean().optional(),
  substitutability: z.boolean().optional(),
  concentration: z.boolean().optional(),
});

const EmployeeImpact = z.strictObject({
  headcountAffected: z.int().min(0).max(1_000_000),
  rolesAffected: z.array(ShortText).max(100).optional(),
  action: z.enum(['none', 'redeploy', 'retrain', 'reduce']).optional(),
  consultationRequired: z.boolean().optional(),
  plan: LongText.optional(),
  hrOwner: ShortText.optional(),
  pulse: z
    .array(z.strictObject({ date: LocalDate, score: z.number().min(1).max(5), n: z.int().min(0) }))
    .max(1000)
    .optional(),
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
  successMeasures: z.array(SuccessMeasure).max(100).optional(),
  activities: z.array(Activity).max(200).optional(),
  criticalityAnswers: CriticalityAnswers.optional(),
  criticality: z.enum(CRITICALITIES).optional(),
  swotItems: z.array(SwotItem).max(200).optional(),
  businessCase: PlannedCase.optional(),
  employeeImpact: EmployeeImpact.optional(),
});
export type Needs = z.infer<typeof Needs>;
