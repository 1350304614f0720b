import { FREQUENCIES } from '../../../domain/calendar/periods';
import { KpiDirection } from '../../../domain/kpi/schema';
import { KPI_SOURCES } from '../../../domain/kpi/record-schema';
import type { FormContext } from '../form';
import { optionsOf } from '../needs-field';
import type { FieldPlan } from '../plan';

const CHOICES = {
  direction: KpiDirection.options,
  frequency: FREQUENCIES,
  source: KPI_SOURCES,
} as const;
type Choice = keyof typeof CHOICES;

/** What is meant where nothing is said. */
export const usual = (choice: Choice): string => CHOICES[choice][0];

const GROUP: Readonly<Record<Choice, string>> = {
  direction: 'kpi-direction',
  frequency: 'frequency',
  source: 'source',
};

/** The options of a choice, the usual one first. */
export const choicesOf = (choice: Choice, context: Pick<FormContext, 'locale'>): NonNullable<FieldPlan['options']> =>
  optionsOf(CHOICES[choice], GROUP[choice], context);

/** The same on a line that may stay empty: the usual one says nothing, so that it alone makes no line. */
export function lineChoice(
  choice: Choice,
  label: string,
  { value, context }: { readonly value: string | undefined; readonly context: Pick<FormContext, 'locale'> },
): FieldPlan {
  const silent = (one: string): string => (one === usual(choice) ? '' : one);
  return {
    ...{ name: choice, kind: 'choice', label, half: true, value: silent(value ?? '') },
    options: choicesOf(choice, context).map(({ value: one, text }) => ({ value: silent(one), text })),
  };
}
