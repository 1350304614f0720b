import { z } from 'zod';
import { BasisPoints } from '../shapes';

const Share = z.strictObject({
  key: z.string(),
  name: z.string(),
  engagements: z.int(),
  annual: z.number(),
  spendBp: BasisPoints.nullable(),
  critical: z.int(),
  criticalBp: BasisPoints.nullable(),
  level: z.enum(['green', 'amber', 'red']),
});

export const ConcentrationView = z.strictObject({
  /** Amounts are annual and of this currency; engagements in others are counted and named. */
  currency: z.string(),
  thresholds: z.strictObject({ amberBp: BasisPoints, redBp: BasisPoints }),
  vendors: z.array(Share).readonly(),
  groups: z.array(Share).readonly(),
  countries: z.array(Share).readonly(),
  otherCurrencies: z.array(z.string()).readonly(),
});
