import { z } from 'zod';
import { BasisPoints } from '../shapes';
import { Country } from './vendor-schema';

export const VendorRulesBody = z.strictObject({
  homeCountries: z.array(Country).max(50),
  concentration: z
    .strictObject({ amberBp: BasisPoints, redBp: BasisPoints })
    .refine(({ amberBp, redBp }) => amberBp < redBp, { path: ['amberBp'], message: 'must be below redBp' }),
});
