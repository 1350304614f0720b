import { fieldError } from '../../../domain/errors';
import { translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { type FieldPlan, one, type Typed } from '../plan';

const SURE = 'sure';

/** Says in one sentence what a press does, and is ticked before anything is done. */
export const sureField = (
  { locale }: FormContext,
  key: string,
  values: Readonly<Record<string, string>>,
): FieldPlan => ({
  ...{ name: SURE, kind: 'tick', label: translate(locale, key, values), value: '' },
});

export function checkSure(typed: Typed): void {
  if (one(typed, SURE) === '') throw fieldError(SURE, 'must be ticked');
}
