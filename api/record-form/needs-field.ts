import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import { type FieldPlan, linesIn, one, type Typed } from './plan';

/** Of a list of the needs: how many lines it takes, each of so many characters with its end. */
const MOST_LINES = 200;
const LINE = 201;
const UNSAID = { value: '', text: '–' } as const;

type Words = Pick<FormContext, 'locale'>;
type Option = NonNullable<FieldPlan['options']>[number];

/** A choice that may stay open. */
export const openChoice = (name: string, label: string, { options, value }: ChoicePlan): FieldPlan => ({
  ...{ name, kind: 'choice', label, value: value ?? '' },
  options: [UNSAID, ...options],
});
interface ChoicePlan {
  readonly options: readonly Option[];
  readonly value: string | undefined;
}

/** Words of a list, as data of that name are shown elsewhere. */
export const optionsOf = (values: readonly string[], group: string, { locale }: Words): readonly Option[] =>
  values.map((value) => ({ value, text: labelOf(locale, group, value) }));

/** From 1 to 5. */
export const rating = (name: string, label: string, value: number | undefined): FieldPlan =>
  openChoice(name, label, {
    options: ['1', '2', '3', '4', '5'].map((one_) => ({ value: one_, text: one_ })),
    value: value?.toString(),
  });

export const yesNo = (name: string, label: string, { value, locale }: Words & { value: boolean | undefined }) =>
  openChoice(name, label, {
    options: ['yes', 'no'].map((one_) => ({ value: one_, text: translate(locale, `word.${one_}`) })),
    value: value === undefined ? undefined : value ? 'yes' : 'no',
  });

/** What a choice between yes and no says; what is neither stays a text, which the schema refuses in words. */
export const yesNoIn = (text: string): boolean | string | undefined =>
  text === '' ? undefined : text === 'yes' || (text === 'no' ? false : text);

/** One thing in a line. */
export const linesField = (name: string, value: readonly string[] | undefined, { locale }: Words): FieldPlan => ({
  ...{ name, kind: 'text', label: labelOf(locale, 'field', name.split('.').at(-1) ?? name) },
  hint: translate(locale, 'form.one-a-line'),
  most: MOST_LINES * LINE,
  value: (value ?? []).join('\n'),
});

/** A list that never was is none; one that was may be emptied. */
export function linesOr(before: readonly string[] | undefined, typed: Typed, name: string) {
  const lines = linesIn(typed, name);
  return lines.length === 0 && before === undefined ? undefined : lines;
}

/** Rows of a list of the needs by the same rule. */
export const rowsOr = <R>(before: readonly unknown[] | undefined, rows: readonly R[]): readonly R[] | undefined =>
  rows.length === 0 && before === undefined ? undefined : rows;

/** What was typed; a field that was left empty says nothing. */
export const said = (typed: Typed, name: string): string | undefined => one(typed, name) || undefined;

/** A part of the needs without what was left empty; one of which nothing is said is none, unless it was there before. */
export function objectOr(before: object | undefined, parts: Readonly<Record<string, unknown>>) {
  const stated = Object.entries(parts).filter(([, value]) => value !== undefined);
  const isSaid = stated.some(([, value]) => !Array.isArray(value) || value.length > 0);
  return isSaid || before !== undefined ? Object.fromEntries(stated) : undefined;
}
