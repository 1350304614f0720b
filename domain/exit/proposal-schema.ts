import { z } from 'zod';
import { MoneyTotal } from '../shapes';
import { BY_HAND } from './proposal';
import { SETTLEMENT_KINDS } from './settlement-kinds';

/** Lines as they can be sent to `PUT /settlement`, with what nobody but a person can say. */
export const ProposalView = z.strictObject({
  lines: z.array(
    z.strictObject({
      kind: z.enum(SETTLEMENT_KINDS),
      money: MoneyTotal,
      /** The record that it comes from. */
      source: z.string(),
      /** How it was computed, in the reader's language. */
      note: z.string(),
    }),
  ),
  net: MoneyTotal,
  /** Kinds of which no record speaks, or not of every case: to be added by hand. */
  byHand: z.array(z.enum(BY_HAND)),
  /** Invoices that are not owed, because their month came after the end. */
  omitted: z.array(z.string()),
});
export type ProposalView = z.infer<typeof ProposalView>;
