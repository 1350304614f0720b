import { z } from 'zod';
import { Instant, LocalDate, MoneyTotal, Uuid } from '../shapes';
import { ConfirmationView, DisputeView } from './dispute-schema';
import { SettlementLine } from './schema';

/** The approved settlement with all that came of it. */
export const Statement = z.strictObject({
  engagement: z.strictObject({ number: z.string(), title: z.string() }),
  vendor: z.string().nullable(),
  effectiveDate: LocalDate.nullable(),
  approvedAt: Instant,
  /** The request that passed gate G6, with the hash of what was decided on. */
  approval: z.strictObject({ requestId: Uuid, subjectHash: z.string() }).nullable(),
  lines: z.array(SettlementLine),
  net: MoneyTotal,
  payable: MoneyTotal,
  disputedTotal: MoneyTotal,
  adjusted: MoneyTotal,
  disputes: z.array(DisputeView),
  /** What the vendor has agreed to, newest first; `current` is the account as it stands. */
  confirmations: z.array(ConfirmationView.extend({ current: z.boolean() })),
  /** Of the account as it stands. */
  sha256: z.string(),
});
export type Statement = z.infer<typeof Statement>;
