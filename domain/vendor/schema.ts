import { z } from 'zod';
import { BasisPoints, Charge, CurrencyCode, Figure, Label, MoneyTotal, noRepeats, Score, sumTo10000 } from '../shapes';
import { SELECTION_FLAGS } from './flags';

const Weight = z.number().min(0).max(1_000_000);

const Candidate = z.strictObject({
  key: Label,
  oneOff: Charge,
  annual: Charge,
  years: z.number().positive().max(50),
  hiddenCosts: z.record(Label, Charge.nullable()),
  scores: z.strictObject({ qualification: Score, capability: Score, culture: Score }),
});

export const SelectionInput = z.strictObject({
  currency: CurrencyCode,
  weightsBp: z
    .strictObject({ qualification: BasisPoints, capability: BasisPoints, price: BasisPoints, culture: BasisPoints })
    .refine((weights) => sumTo10000(Object.values(weights)), 'must sum to 10 000'),
  candidates: z.array(Candidate).min(1).max(200).superRefine(noRepeats('key')),
  pastLowBidGaps: z.array(z.number().min(0).max(1_000_000)).max(1000).optional(),
});
export type SelectionInput = z.infer<typeof SelectionInput>;

const Rank = z.int().nullable();

export const SelectionAnswer = z.strictObject({
  candidates: z.array(
    z.strictObject({
      key: z.string(),
      quoteTotal: MoneyTotal,
      tco: MoneyTotal.nullable(),
      priceScore: z.number().nullable(),
      total: z.number().nullable(),
      rank: Rank,
      quoteOnlyPriceScore: z.number().nullable(),
      quoteOnlyTotal: z.number().nullable(),
      quoteOnlyRank: Rank,
      flags: z.array(z.enum(SELECTION_FLAGS)),
    }),
  ),
  lowBid: z.strictObject({ ratio: z.number().nullable(), fence: z.number(), candidate: z.string().nullable() }),
});
export type SelectionAnswer = z.infer<typeof SelectionAnswer>;

const Criterion = z.strictObject({ key: Label, weightBp: BasisPoints, direction: z.enum(['maximise', 'minimise']) });

export const MultiCriteriaInput = z
  .strictObject({
    method: z.enum(['weighted-sum', 'topsis']),
    variant: z.enum(['converted', 'standard']).optional(),
    criteria: z
      .array(Criterion)
      .min(1)
      .max(100)
      .superRefine(noRepeats('key'))
      .refine((criteria) => sumTo10000(criteria.map(({ weightBp }) => weightBp)), 'weights must sum to 10 000'),
    options: z
      .array(z.strictObject({ key: Label, values: z.record(Label, Figure) }))
      .min(1)
      .max(500)
      .superRefine(noRepeats('key')),
  })
  .superRefine(({ criteria, options }, ctx) => {
    const known = new Set(criteria.map(({ key }) => key));
    options.forEach(({ values }, index) => {
      const refuse = (key: string, message: string): void =>
        ctx.addIssue({ code: 'custom', path: ['options', index, 'values', key], message });
      for (const key of known) if (!Object.hasOwn(values, key)) refuse(key, 'has no value');
      for (const key of Object.keys(values)) if (!known.has(key)) refuse(key, 'is not a criterion');
    });
  });
export type MultiCriteriaInput = z.infer<typeof MultiCriteriaInput>;
export type Criterion = z.infer<typeof Criterion>;

export const MultiCriteriaAnswer = z.strictObject({
  options: z.array(z.strictObject({ key: z.string(), score: z.number(), rank: z.int() })),
});
export type MultiCriteriaAnswer = z.infer<typeof MultiCriteriaAnswer>;

const Judgement = z.number().min(0.001).max(1000);
export const AhpInput = z.strictObject({ matrix: z.array(z.array(Judgement).max(10)).min(2).max(10) });
export type AhpInput = z.infer<typeof AhpInput>;

export const AhpAnswer = z.strictObject({
  weights: z.array(z.number()),
  lambdaMax: z.number(),
  ci: z.number(),
  cr: z.number(),
});
export type AhpAnswer = z.infer<typeof AhpAnswer>;

const Question = z
  .strictObject({
    key: Label,
    weight: Weight,
    min: Figure,
    max: Figure,
    direction: z.enum(['high', 'low']),
    answer: Figure.nullable(),
  })
  .superRefine(({ min, max, answer }, ctx) => {
    if (min >= max) ctx.addIssue({ code: 'custom', path: ['max'], message: 'must be above min' });
    else if (answer !== null && (answer < min || answer > max)) {
      ctx.addIssue({ code: 'custom', path: ['answer'], message: 'lies outside min and max' });
    }
  });
export type Question = z.infer<typeof Question>;

export const QuestionnaireInput = z.strictObject({
  categories: z
    .array(
      z.strictObject({
        key: Label,
        weight: Weight,
        questions: z.array(Question).min(1).max(200).superRefine(noRepeats('key')),
      }),
    )
    .min(1)
    .max(50)
    .superRefine(noRepeats('key'))
    .refine((categories) => categories.some(({ weight }) => weight > 0), 'at least one needs a weight'),
});
export type QuestionnaireInput = z.infer<typeof QuestionnaireInput>;

export const QuestionnaireAnswer = z.strictObject({
  categories: z.array(z.strictObject({ key: z.string(), score: z.number().nullable() })),
  total: z.number().nullable(),
  coverageBp: z.int(),
  status: z.enum(['complete', 'incomplete']),
});
export type QuestionnaireAnswer = z.infer<typeof QuestionnaireAnswer>;
