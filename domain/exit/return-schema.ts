import { z } from 'zod';
import { Instant, Key, LongText, MoneyCharge, MoneyTotal, noRepeats, ShortText, Uuid } from '../shapes';

/** What a vendor has of ours. */
export const RETURN_KINDS = ['account', 'key', 'pass', 'device', 'licence', 'document', 'other'] as const;
export const RETURN_STATES = ['open', 'returned', 'lost'] as const;

export const NewReturn = z.strictObject({
  key: Key,
  kind: z.enum(RETURN_KINDS),
  title: ShortText,
  /** Who has it. */
  holder: ShortText,
  count: z.int().min(1).max(1_000_000).default(1),
});
export type NewReturn = z.infer<typeof NewReturn>;

export const ReturnList = z.array(NewReturn).max(500).superRefine(noRepeats('key'));
export type ReturnList = z.infer<typeof ReturnList>;

export const ReturnItem = NewReturn.extend({
  count: z.int(),
  state: z.enum(RETURN_STATES),
  /** What the vendor says of it behind its link; it counts as returned once we have confirmed it. */
  declared: z.strictObject({ at: Instant, note: z.string().nullable() }).nullable(),
  evidence: z.string().nullable(),
  /** What a lost one is worth; the settlement takes it from what the vendor gets. */
  worth: MoneyTotal.nullable(),
  confirmedBy: Uuid.nullable(),
  confirmedAt: Instant.nullable(),
});
export type ReturnItem = z.infer<typeof ReturnItem>;

export const ConfirmReturn = z
  .strictObject({
    state: z.enum(['returned', 'lost']).default('returned'),
    evidence: LongText.min(2).optional(),
    worth: MoneyCharge.optional(),
  })
  .refine(({ state, worth }) => state === 'lost' || worth === undefined, {
    path: ['worth'],
    message: 'is asked for only where something is lost',
  })
  .refine(({ state, evidence }) => state !== 'lost' || evidence !== undefined, {
    path: ['evidence'],
    message: 'says how it was lost',
  });
export type ConfirmReturn = z.infer<typeof ConfirmReturn>;
