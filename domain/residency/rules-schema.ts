import { z } from 'zod';
import { Country } from '../vendor/vendor-schema';
import { DATA_CLASSES } from './words';

/** Where data may be without anybody having to assess it. */
export const ResidencyRules = z.strictObject({
  /** Null: at home where `vendor-rules` say; where they say nothing there is no border that data could cross. */
  homeCountry: Country.nullable(),
  /** Countries that count like the home country, by class of data. */
  allowedCountries: z.record(z.enum(DATA_CLASSES), z.array(Country).max(250).readonly()).readonly(),
  /** Calendar days in which the owner assesses what a transfer means for the people concerned. */
  assessmentDays: z.int().min(1).max(365),
});
export type ResidencyRules = z.infer<typeof ResidencyRules>;
