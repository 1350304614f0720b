import { z } from 'zod';
import { RateUsed } from '../currency/schema';
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
  /** Amounts are annual and of this currency; those of others are converted at `rates`. */
  currency: z.string(),
  thresholds: z.strictObject({ amberBp: BasisPoints, redBp: BasisPoints }),
  vendors: z.array(Share).readonly(),
  groups: z.array(Share).readonly(),
  countries: z.array(Share).readonly(),
  rates: z.array(RateUsed).readonly(),
  /** Without a rate: engagements count, their money does not. */
  otherCurrencies: z.array(z.string()).readonly(),
});
