import { z } from 'zod';
import { DECISIONS } from './catalogue';
import { BusinessCaseAnswer, CriticalityAnswer, Needs, SwotAnswer } from './schema';

const Evidence = z.strictObject({
  name: z.string(),
  decision: z.enum(DECISIONS),
  advice: z.enum(DECISIONS).nullable(),
  reasons: z.array(z.string()),
  skills: z.array(z.strictObject({ skill: z.string(), gap: z.int() })),
  against: z.boolean(),
});

/** What follows from a needs record as it stands, and what gate G1 still asks for. */
export const NeedsAnalysis = z.strictObject({
  needs: Needs,
  criticality: CriticalityAnswer,
  activities: z.array(Evidence),
  retained: z.array(z.string()),
  capability: z.array(z.strictObject({ skill: z.string(), score: z.int(), required: z.int(), gap: z.int() })),
  swot: SwotAnswer.nullable(),
  businessCase: BusinessCaseAnswer.nullable(),
  missing: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});
export type NeedsAnalysis = z.infer<typeof NeedsAnalysis>;
