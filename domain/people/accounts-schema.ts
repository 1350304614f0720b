import { z } from 'zod';
import { Uuid } from '../shapes';

/** Who somebody is to the personnel office. */
export const NaturalPerson = z.strictObject({
  employeeId: z.string().trim().min(1).max(64).nullable().describe('The same for every account of one person'),
});
export type NaturalPerson = z.infer<typeof NaturalPerson>;

export const NaturalPersonView = NaturalPerson.extend({ accountIds: z.array(Uuid) });
export type NaturalPersonView = z.infer<typeof NaturalPersonView>;
