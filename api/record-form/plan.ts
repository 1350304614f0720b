import type { Request } from 'express';
import { DomainError, type Issue } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { translate } from '../../templates/catalog';
import { issueName } from '../../templates/field-name';
import type { FieldKind, FieldOnPage, RecordForm } from '../../templates/record-form-data';
import { refusalWords as wordsOf } from '../../templates/refusal-words';
import { saidIn } from '../../templates/said';
import { asTyped, formList, LONGEST_TEXT, linesOf } from '../pages/csrf';

/** A field as its form wants it. */
export interface FieldPlan {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint?: string;
  readonly heading?: string;
  /** The long line of a list that it is part of: such lines are folded. */
  readonly line?: string;
  readonly required?: boolean;
  readonly most?: number;
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  /** What it holds before anybody has typed. */
  readonly value?: string | readonly string[];
  /** Hidden, and once refused still what it was when the form was first drawn. */
  readonly keeps?: boolean;
  /** Stands beside the next one that is short too, where there is room. */
  readonly half?: boolean;
  /** Values of a choice, as `field.value`, one of which it is asked for; always where nothing is said. */
  readonly shownFor?: string;
}

/** What a form held, by the names of its fields. */
export type Typed = Readonly<Record<string, readonly string[]>>;

const LONGEST = LONGEST_TEXT;

export const typedIn = (req: Request, fields: readonly FieldPlan[]): Typed =>
  Object.fromEntries(fields.map(({ name }) => [name, formList(req, name).map(asTyped)]));

/** Refuses what is longer than its field: what no browser would have let in is not cut either. */
export function checkLengths(fields: readonly FieldPlan[], typed: Typed): void {
  const errors = fields
    .filter(({ name, most = LONGEST }) => all(typed, name).some((text) => text.length > most))
    .map(({ name, most = LONGEST }) => ({ path: name, message: `must have at most ${most} characters` }));
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'A text is longer than its field.', errors);
}

export const one = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';
export const all = (typed: Typed, name: string): readonly string[] => typed[name] ?? [];

/** The lines of a text, those that say nothing left out. */
export const linesIn = (typed: Typed, name: string): readonly string[] => linesOf(one(typed, name));

/** Codes of countries, however they are set apart. */
export const codesIn = (text: string): readonly string[] =>
  text
    .toUpperCase()
    .split(/[\s,;，；、·]+/)
    .filter(Boolean);

/** A part of a body that is left out where nothing was typed. */
export const given = <K extends string>(key: K, value: string): Partial<Record<K, string>> =>
  value === '' ? {} : ({ [key]: value } as Record<K, string>);

/** A figure as it was typed; what is none stays a text, which the schema refuses in words. */
export function figure(text: string): number | string | null {
  if (text === '') return null;
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

export interface Outcome {
  /** Null on a fresh form. */
  readonly typed: Typed | null;
  readonly refusal: DomainError | null;
}
export const FRESH: Outcome = { typed: null, refusal: null };

/** The fields with what was typed, and beside each what is wrong with it; the first of those is where work goes on. */
export function fieldsOnPage(fields: readonly FieldPlan[], outcome: Outcome, locale: Locale): readonly FieldOnPage[] {
  const drawn = drawFields(fields, outcome, locale);
  const first = drawn.findIndex(({ kind, fault }) => fault !== null && kind !== 'hidden');
  return drawn.map((field, place) => ({ ...field, focused: place === first }));
}

const drawFields = (
  fields: readonly FieldPlan[],
  { typed, refusal }: Outcome,
  locale: Locale,
): readonly FieldOnPage[] =>
  fields.map((field) => {
    const { name, kind, label, hint = null, heading = null, required = false, options = [] } = field;
    const values = typed && wasOnForm(field, typed) ? (typed[name] ?? []) : [field.value ?? []].flat();
    return {
      ...{ name, kind, label, hint, heading, required },
      most: field.most ?? LONGEST,
      value: values[0] ?? '',
      options: options.map((option) => ({ ...option, chosen: values.includes(option.value) })),
      fault: refusal && faultOf(name, refusal.errors, locale),
      half: field.half ?? false,
      line: field.line ?? null,
      shownFor: field.shownFor ?? null,
    };
  });

/** Boxes without a tick are not sent; any other field that is missing has come to the form since it was drawn. */
const wasOnForm = ({ name, kind, keeps = false }: FieldPlan, typed: Typed): boolean =>
  (kind !== 'hidden' || keeps) && (kind === 'tick' || kind === 'ticks' || all(typed, name).length > 0);

/** Stays that of what was read: a second press must not overwrite what nobody has looked at. */
export const versionField = (version: number): FieldPlan => printField(String(version));

/** The same of a record that counts no versions: what it holds. */
export const printField = (print: string): FieldPlan => ({
  ...{ name: 'version', kind: 'hidden', label: '', value: print },
  keeps: true,
});

const isAbout = (name: string, { path }: Issue): boolean => path === name || path.startsWith(`${name}.`);

/** What is wrong with a field; of a list, which of its lines. */
function faultOf(name: string, errors: readonly Issue[], locale: Locale): string | null {
  const issue = errors.find((error) => isAbout(name, error));
  if (!issue) return null;
  const fault = saidIn(locale, issue.message);
  const place = /^\d+/.exec(issue.path.slice(name.length + 1))?.[0];
  return place === undefined ? fault : translate(locale, 'form.line', { line: Number(place) + 1, fault });
}

/** Why nothing was recorded; what stands beside a field is not said twice. */
export function refusalWords(fields: readonly FieldPlan[], refusal: DomainError | null, locale: Locale): string | null {
  if (refusal === null) return null;
  const others = othersOf(fields, refusal).map(({ message }) => saidIn(locale, message));
  return [reasonOf(refusal, locale), ...others].join(' ');
}

/** The same as a form shows it: the reason, and what else is wrong behind the name of what it is about. */
export function refusalOnPage(
  fields: readonly FieldPlan[],
  refusal: DomainError | null,
  locale: Locale,
): Pick<RecordForm, 'refusal' | 'others' | 'focused'> {
  if (refusal === null) return { refusal: null };
  const others = othersOf(fields, refusal).map(({ path, message }) => {
    const [label, fault] = [issueName(locale, path), saidIn(locale, message)];
    return label === '' ? fault : translate(locale, 'form.asked', { label, fault });
  });
  const shown = fields.filter(({ kind }) => kind !== 'hidden');
  const focused = refusal.errors.some((error) => shown.some(({ name }) => isAbout(name, error)));
  return { refusal: reasonOf(refusal, locale), others: [...new Set(others)], focused };
}

const reasonOf = ({ code, message }: DomainError, locale: Locale): string =>
  wordsOf(locale, { group: 'service-refusal', code, message });

const othersOf = (fields: readonly FieldPlan[], { errors }: DomainError): readonly Issue[] =>
  errors.filter((error) => !fields.some(({ name }) => isAbout(name, error)));
