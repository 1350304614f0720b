import { z } from 'zod';
import { BasisPoints, Key, LocalDate, LongText, MoneyShape, Uuid } from '../shapes';
import { DIMENSIONS } from './dimensions';

const HiddenCost = MoneyShape.nullable();

/** An offer with the mandatory hidden-cost checklist; `null` is a line that the vendor has not answered. */
export const Quote = z.strictObject({
  oneOff: MoneyShape,
  annual: MoneyShape,
  years: z.number().positive().max(50),
  hiddenCosts: z.strictObject({
    transition: HiddenCost,
    tooling: HiddenCost,
    travel: HiddenCost,
    changeRequests: HiddenCost,
    taxes: HiddenCost,
    fx: HiddenCost,
    exit: HiddenCost,
  }),
  validUntil: LocalDate.optional(),
});
export type Quote = z.infer<typeof Quote>;

const Criterion = z
  .strictObject({
    key: Key,
    weightBp: BasisPoints,
    type: z.enum(['scale', 'yesno', 'numeric', 'price']),
    min: z.number(),
    max: z.number(),
    direction: z.enum(['maximise', 'minimise']),
  })
  .refine(({ min, max }) => min < max, { path: ['max'], message: 'must be above min' });

const Dimension = z.strictObject({
  key: z.enum(DIMENSIONS),
  weightBp: BasisPoints,
  criteria: z.array(Criterion).max(50),
});

const is10000 = (parts: readonly { readonly weightBp: number }[]): boolean =>
  parts.reduce((total, { weightBp }) => total + weightBp, 0) === 10_000;

export const EvaluationModel = z
  .strictObject({
    method: z.enum(['weighted-sum', 'topsis', 'ahp']),
    dimensions: z.array(Dimension).min(1).max(DIMENSIONS.length).refine(is10000, 'weights must sum to 10 000'),
  })
  .superRefine(({ dimensions }, ctx) => {
    const seen = new Set<string>();
    dimensions.forEach(({ key, criteria }, index) => {
      const refuse = (message: string): void =>
        ctx.addIssue({ code: 'custom', path: ['dimensions', index, 'criteria'], message });
      if (key !== 'price' && criteria.length === 0) refuse('needs at least one criterion');
      if (criteria.length > 0 && !is10000(criteria)) refuse('weights must sum to 10 000');
      for (const { key: criterion } of criteria) {
        if (seen.has(criterion)) refuse(`repeats ${criterion}`);
        seen.add(criterion);
      }
    });
  });
export type EvaluationModel = z.infer<typeof EvaluationModel>;

export const SheetBody = z.strictObject({
  scores: z.record(Key, z.number().nullable()),
  conflictOfInterest: z.boolean(),
  comment: LongText.optional(),
});
export type SheetBody = z.infer<typeof SheetBody>;

export const CandidateView = z.strictObject({ id: Uuid, vendorId: Uuid, quote: Quote.nullable() });

export const Evaluation = z.strictObject({
  method: z.enum(['weighted-sum', 'topsis', 'ahp']),
  candidates: z.array(
    z.strictObject({
      id: Uuid,
      vendorId: Uuid,
      tco: MoneyShape.nullable(),
      dimensions: z.record(z.string(), z.number().nullable()),
      /** How many people without a conflict of interest have filled in a whole sheet. */
      evaluators: z.int(),
      total: z.number().nullable(),
      rank: z.int().nullable(),
      quoteOnlyRank: z.int().nullable(),
      flags: z.array(z.string()),
    }),
  ),
  flags: z.array(z.string()),
});
export type Evaluation = z.infer<typeof Evaluation>;
