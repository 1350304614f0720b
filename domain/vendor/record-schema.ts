import { z } from 'zod';
import { RateUsed } from '../currency/schema';
import { LocalDate, LongText, MoneyShape, Uuid } from '../shapes';

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
  /** What the amounts rely on, in the words of the vendor. */
  assumptions: LongText.optional(),
});
export type Quote = z.infer<typeof Quote>;

/** As it stands on record: amounts in the engagement's currency, and what was offered where that was another one. */
export const StoredQuote = z.strictObject({
  ...Quote.shape,
  offered: z
    .strictObject({
      /** The day whose rates hold. */
      on: LocalDate,
      ...Quote.pick({ oneOff: true, annual: true, hiddenCosts: true }).shape,
      rates: z.array(RateUsed),
    })
    .optional(),
});
export type StoredQuote = z.infer<typeof StoredQuote>;

/** A quote as it is entered; `rateOn` is the day of the rates for one in another currency, today unless said. */
export const QuoteBody = z.strictObject({ ...Quote.shape, rateOn: LocalDate.optional() });
export type QuoteBody = z.infer<typeof QuoteBody>;

export { EvaluationModel, ModelBody, SheetBody } from './model-schema';

export const NewCandidate = z.strictObject({ vendorId: Uuid });
export type NewCandidate = z.infer<typeof NewCandidate>;

export const CandidateView = z.strictObject({ id: Uuid, vendorId: Uuid, quote: StoredQuote.nullable() });

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
      /** Criteria on which evaluators lie far apart, in shares of the scale; noted once a moderator has said why. */
      divergences: z.array(z.strictObject({ criterion: z.string(), spreadBp: z.int(), noted: z.boolean() })),
      /** Dimensions below the minimum of 60, and whether two people have waived that. */
      belowMinimum: z.array(z.strictObject({ dimension: z.string(), score: z.number(), waived: z.boolean() })),
      /** The vendor has answered why its quote is abnormally low. */
      lowBidAnswered: z.boolean(),
    }),
  ),
  flags: z.array(z.string()),
  lowBid: z.strictObject({ ratio: z.number().nullable(), fence: z.number() }),
});
export type Evaluation = z.infer<typeof Evaluation>;

const ComparisonCell = z.strictObject({
  /** Amounts as decimal text, everything else as it is; null where nothing was offered or answered. */
  value: z.union([z.string(), z.number()]).nullable(),
  rank: z.int().nullable(),
  /** Distance to the best of the row, never negative. */
  delta: z.number().nullable(),
  missing: z.boolean(),
});

/** Items and criteria down, candidates across. */
export const Comparison = z.strictObject({
  currency: z.string(),
  columns: z.array(
    z.strictObject({
      candidateId: Uuid,
      vendorId: Uuid,
      vendor: z.string(),
      /** What a quote of another currency was converted at. */
      rates: z.array(RateUsed),
    }),
  ),
  rows: z.array(
    z.strictObject({
      group: z.enum(['item', 'cost', 'hidden-cost', 'criterion', 'dimension', 'result']),
      key: z.string(),
      title: z.string().nullable(),
      kind: z.enum(['amount', 'score', 'number', 'flags']),
      cells: z.array(ComparisonCell),
    }),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

const Share = z.number();
/** How far the weight of each dimension may move before another candidate leads; all shares in percent. */
export const Sensitivity = z.strictObject({
  method: z.enum(['weighted-sum', 'topsis', 'ahp']),
  /** Totals are compared as weighted sums, also where the model ranks by TOPSIS. */
  basis: z.literal('weighted-sum'),
  candidates: z.array(z.strictObject({ candidateId: Uuid, vendor: z.string() })),
  dimensions: z.array(
    z.strictObject({
      dimension: z.string(),
      current: Share,
      segments: z.array(z.strictObject({ from: Share, to: Share, leaders: z.array(Uuid) })),
      switches: z.array(Share),
      margin: Share.nullable(),
    }),
  ),
});
export type Sensitivity = z.infer<typeof Sensitivity>;
