import { type AmountInput, currencyIn } from '../../domain/amount';
import type { FieldPlan } from './plan';

/** An amount in the currency of the plan, or in the one that it brings along. */
export const chargeField = (
  name: string,
  label: string,
  { value, currency }: { readonly value: AmountInput | undefined; readonly currency: string },
): FieldPlan => ({
  ...{ name, kind: 'figure', label, most: 20, value: shown(value) },
  hint: value === undefined ? currency : (currencyIn(value) ?? currency),
});

const shown = (value: AmountInput | undefined): string =>
  value === undefined ? '' : typeof value === 'object' ? value.amount : String(value);

/** What was typed, in the form in which the record has it; one that nobody has touched stays to the letter. */
export function chargeIn(text: string, before: AmountInput | undefined): AmountInput | undefined {
  if (text === '') return undefined;
  if (text === shown(before)) return before;
  return typeof before === 'object' ? { amount: text, currency: before.currency } : text;
}
