import type { DomainError } from '../../domain/errors';
import type { FormButton } from '../../templates/policy-page-data';
import type { FieldOnPage } from '../../templates/record-form-data';
import { saidIn } from '../../templates/said';
import { type FieldPlan, fieldsOnPage } from '../record-form/plan';
import type { Choices } from './policy-fields';

/** How a draft is drawn: its choices, and what is wrong with it. */
export interface Drawing extends Choices {
  readonly refusal: DomainError | null;
  /** Name of the field at which work goes on. */
  readonly focus: string | null;
  /** Every step of the draft by its key. */
  readonly steps: readonly { readonly key: string; readonly title: string }[];
}

/** Where something stands in a draft. */
export interface Place {
  readonly path: string;
  readonly depth: number;
  /** `2.1`, counted from 1. */
  readonly number: string;
}

export const onPage = (fields: readonly FieldPlan[], { refusal, locale, focus }: Drawing): readonly FieldOnPage[] =>
  fieldsOnPage(fields, { typed: null, refusal }, locale).map((field) => ({ ...field, focused: field.name === focus }));

export function oneOnPage(field: FieldPlan, drawing: Drawing): FieldOnPage {
  const [drawn] = onPage([field], drawing);
  if (!drawn) throw new Error(`the field ${field.name} was not drawn`);
  return drawn;
}

/** What is said of a place itself, or with `below` of anything in it. */
export function faultAt(path: string, { refusal, locale }: Drawing, below = false): string | null {
  const issue = refusal?.errors.find((one) => one.path === path || (below && one.path.startsWith(`${path}.`)));
  return issue ? saidIn(locale, issue.message) : null;
}

export const button = (
  value: string,
  { text, label, to }: { readonly text: string; readonly label: string | null; readonly to: string },
): FormButton => ({ value, text, label: label === null ? text : `${text} · ${label}`, to });
