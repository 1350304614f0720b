import { z } from 'zod';
import { BasisPoints } from '../shapes';

export const RELATIONSHIP_PARTS = ['performance', 'issues', 'contact', 'satisfaction'] as const;

/** How both sides get on, from 0 to 100. */
export const Relationship = z.strictObject({
  /** Null where nothing is known yet. */
  score: z.number().nullable(),
  parts: z.array(
    z.strictObject({
      part: z.enum(RELATIONSHIP_PARTS),
      /** 0 to 100; null where nothing is known, and the part has no weight. */
      value: z.number().nullable(),
      /** Its share of the score: the shares of the parts that are known make up the whole. */
      weightBp: BasisPoints,
    }),
  ),
  /** Of which the part is the mean: what users say of the service, and what the vendor says of us. */
  satisfaction: z.strictObject({ users: z.number().nullable(), vendor: z.number().nullable() }),
});
export type Relationship = z.infer<typeof Relationship>;
export type RelationshipPart = (typeof RELATIONSHIP_PARTS)[number];
