import { z } from 'zod';
import { Charge, CurrencyCode, MoneyCharge, MoneyTotal } from '../shapes';
import { SETTLEMENT_KINDS } from './settlement-kinds';

/** Amounts are never negative: the kind of a line gives the sign. */
export const SettlementInput = z.strictObject({
  currency: CurrencyCode,
  lines: z
    .array(z.strictObject({ kind: z.enum(SETTLEMENT_KINDS), amount: Charge, disputed: z.boolean().optional() }))
    .max(1000),
});
export type SettlementInput = z.infer<typeof SettlementInput>;

export const SettlementAnswer = z.strictObject({
  plus: MoneyTotal,
  minus: MoneyTotal,
  net: MoneyTotal,
  direction: z.enum(['pay', 'receive']),
  firstPayment: MoneyTotal,
  suspense: MoneyTotal,
});
export type SettlementAnswer = z.infer<typeof SettlementAnswer>;

export const ProrataInput = z
  .strictObject({ monthly: MoneyCharge, days: z.int().min(0).max(31), daysInMonth: z.int().min(28).max(31) })
  .refine(({ days, daysInMonth }) => days <= daysInMonth, { path: ['days'], message: 'is more than the month has' });
export type ProrataInput = z.infer<typeof ProrataInput>;

export const ProrataAnswer = z.strictObject({ money: MoneyTotal });
export type ProrataAnswer = z.infer<typeof ProrataAnswer>;
