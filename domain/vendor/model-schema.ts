import { z } from 'zod';
import { BasisPoints, Key, LongText } from '../shapes';
import { DIMENSIONS } from './dimensions';
import { EVIDENCE } from './evidence';

export const CRITERION_TYPES = ['scale', 'yesno', 'numeric', 'price'] as const;
export const METHODS = ['weighted-sum', 'topsis', 'ahp'] as const;
export const PRICE_SCALES = ['proportional', 'linear'] as const;

const Criterion = z
  .strictObject({
    key: Key,
    weightBp: BasisPoints,
    type: z.enum(CRITERION_TYPES),
    min: z.number(),
    max: z.number(),
    direction: z.enum(['maximise', 'minimise']),
    /** An answer counts only with the words that support it. */
    evidenceRequired: z.boolean().optional(),
    /** Scored by what was measured or recorded, in place of people. */
    source: z.enum(EVIDENCE).optional(),
  })
  .refine(({ min, max }) => min < max, { path: ['max'], message: 'must be above min' })
  .refine(({ type, min, max }) => type !== 'yesno' || (min === 0 && max === 1), {
    path: ['type'],
    message: 'yesno is answered by 0 or 1',
  });

const Dimension = z.strictObject({
  key: z.enum(DIMENSIONS),
  weightBp: BasisPoints,
  criteria: z.array(Criterion).max(50),
});
type Dimension = z.infer<typeof Dimension>;

const is10000 = (parts: readonly { readonly weightBp: number }[]): boolean =>
  parts.reduce((total, { weightBp }) => total + weightBp, 0) === 10_000;

function checkCriteria(dimensions: readonly Dimension[], ctx: z.RefinementCtx): void {
  const seen = new Set<string>();
  dimensions.forEach(({ key, criteria }, index) => {
    const refuse = (message: string): void =>
      ctx.addIssue({ code: 'custom', path: ['dimensions', index, 'criteria'], message });
    if (key !== 'price' && criteria.length === 0) refuse('needs at least one criterion');
    if (key !== 'price' && criteria.some(({ type }) => type === 'price')) refuse('of type price belong to the price');
    if (criteria.length > 0 && !is10000(criteria)) refuse('weights must sum to 10 000');
    for (const { key: criterion } of criteria) {
      if (seen.has(criterion)) refuse(`repeats ${criterion}`);
      seen.add(criterion);
    }
  });
}

const once = (dimensions: readonly Dimension[]): boolean =>
  new Set(dimensions.map(({ key }) => key)).size === dimensions.length;

const shape = {
  method: z.enum(METHODS),
  dimensions: z
    .array(Dimension)
    .min(1)
    .max(DIMENSIONS.length)
    .refine(is10000, 'weights must sum to 10 000')
    .refine(once, 'names a dimension twice'),
  /** A price score in proportion to the lowest cost (the default), or falling by a line to 0 at twice the lowest. */
  priceScale: z.enum(PRICE_SCALES).optional(),
  /** Pairwise judgements of the dimensions in their order (Saaty); the weights follow from them. */
  judgements: z.array(z.array(z.number().min(0.001).max(1000)).max(DIMENSIONS.length)).optional(),
};

export const EvaluationModel = z
  .strictObject(shape)
  .superRefine(({ dimensions }, ctx) => checkCriteria(dimensions, ctx));
export type EvaluationModel = z.infer<typeof EvaluationModel>;

/** A model as it is set: without dimensions it gets the usual ones; once bids are opened a change needs a reason. */
export const ModelBody = z
  .strictObject({ ...shape, dimensions: shape.dimensions.optional(), reason: LongText.min(2).optional() })
  .superRefine(({ dimensions = [] }, ctx) => checkCriteria(dimensions, ctx))
  .refine(({ method, judgements }) => method === 'ahp' || judgements === undefined, {
    path: ['judgements'],
    message: 'belong to the method ahp',
  });
export type ModelBody = z.infer<typeof ModelBody>;

export const SheetBody = z.strictObject({
  scores: z.record(Key, z.number().nullable()),
  conflictOfInterest: z.boolean(),
  comment: z.string().trim().max(10_000).optional(),
  /** What supports the answers, by criterion. */
  evidence: z.record(Key, LongText.min(2)).optional(),
});
export type SheetBody = z.infer<typeof SheetBody>;
