import { z } from 'zod';
import {
  BasisPoints,
  Figure,
  Key,
  Label,
  LocalDate,
  LongText,
  MoneyCharge,
  MoneyTotal,
  noRepeats,
  ShortText,
} from '../shapes';
import { Country } from '../vendor/vendor-schema';
import { TERM_STATUSES } from './term';

const Months = z.int().min(1).max(600);
/** 0 and null say the same: no renewal of a fixed length. */
const RenewalMonths = z.int().min(0).max(600).nullable().optional();
const Renewal = z.enum(['none', 'express', 'tacit']);
const Notice = z.strictObject({ months: z.int().min(0).max(120), days: z.int().min(0).max(3660) });
const ReminderDays = z.array(z.int().min(0).max(3660)).max(50);

export const ClauseCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/, 'a clause code such as DATA_SECURITY');

const Clause = z.strictObject({
  code: ClauseCode,
  status: z.enum(['present', 'absent', 'waived']),
  text: LongText.optional(),
  ref: ShortText.optional(),
  reason: LongText.optional(),
});
export type Clause = z.infer<typeof Clause>;

const Sla = z.strictObject({
  kpiId: Key,
  expected: Figure.optional(),
  target: Figure,
  poolBp: BasisPoints,
  allocBp: BasisPoints,
});

const Document = z.strictObject({
  name: ShortText,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
    .optional(),
  fileId: Label.optional(),
});

/** The contract record. What may be left out while it is drafted, gate G3 asks for (`missingForContract`). */
export const ContractBody = z.strictObject({
  clauses: z.array(Clause).max(100).superRefine(noRepeats('code')).default([]),
  start: LocalDate.optional(),
  initialMonths: Months.optional(),
  renewal: Renewal.optional(),
  renewalMonths: RenewalMonths,
  notice: Notice.optional(),
  monthlyFee: MoneyCharge.optional(),
  /** Owed when we terminate for convenience. */
  terminationFee: MoneyCharge.optional(),
  /** Whether no fee is owed for days on which the service is suspended; where nothing is said it is. */
  feeRestsWhenSuspended: z.boolean().optional(),
  atRiskBp: BasisPoints.optional(),
  slas: z.array(Sla).max(100).superRefine(noRepeats('kpiId')).optional(),
  document: Document.optional(),
  /** Where data is kept, as the clause LOCATION says; in place of what the needs foresaw. */
  dataCountries: z.array(Country).max(50).optional(),
});
export type ContractBody = z.infer<typeof ContractBody>;

/** The dates of a contract: the term is [start, end), renewed by agreement (express), by silence (tacit) or not at all. */
const Terms = {
  start: LocalDate,
  initialMonths: Months,
  renewal: Renewal,
  renewalMonths: RenewalMonths,
  notice: Notice,
  reminderDays: ReminderDays.optional(),
};
export const ContractTerms = z.strictObject(Terms);
export type ContractTerms = z.infer<typeof ContractTerms>;

export const ContractDatesInput = z
  .strictObject({ ...Terms, asOf: LocalDate })
  .refine(({ renewal, renewalMonths }) => renewal !== 'tacit' || Boolean(renewalMonths), {
    path: ['renewalMonths'],
    message: 'a tacit renewal needs its length',
  });
export type ContractDatesInput = z.infer<typeof ContractDatesInput>;

export const ContractDatesAnswer = z.strictObject({
  currentEnd: z.string(),
  noticeDeadline: z.string(),
  reminders: z.array(z.string()),
  renewedTimes: z.int(),
  status: z.enum(TERM_STATUSES),
});
export type ContractDatesAnswer = z.infer<typeof ContractDatesAnswer>;

const Miss = z.strictObject({
  key: Label,
  poolBp: BasisPoints,
  allocationBp: BasisPoints,
  excluded: z.boolean().optional(),
  multiplierBp: z.int().min(0).max(100_000).optional(),
});

export const ServiceCreditsInput = z.strictObject({
  invoice: MoneyCharge,
  atRiskBp: BasisPoints,
  misses: z.array(Miss).max(500).superRefine(noRepeats('key')),
});
export type ServiceCreditsInput = z.infer<typeof ServiceCreditsInput>;

export const ServiceCreditsAnswer = z.strictObject({
  lines: z.array(z.strictObject({ key: z.string(), money: MoneyTotal })),
  total: MoneyTotal,
  cap: MoneyTotal,
  capped: z.boolean(),
});
export type ServiceCreditsAnswer = z.infer<typeof ServiceCreditsAnswer>;

export const EarnBackInput = z.strictObject({
  target: Figure,
  direction: z.enum(['maximise', 'minimise']),
  values: z.array(Figure).max(1000),
  window: z.int().min(1).max(120),
});
export type EarnBackInput = z.infer<typeof EarnBackInput>;

export const EarnBackAnswer = z.strictObject({ reversed: z.boolean(), atIndex: z.int().nullable() });
export type EarnBackAnswer = z.infer<typeof EarnBackAnswer>;
