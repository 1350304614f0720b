import type { LabelledText } from './people-page-data';

/**
 * How a field is filled in: one line, many lines, a day, a moment of a day, a figure, somebody by their address, one or
 * several of what is offered, yes or no.
 */
export type FieldKind =
  'line' | 'text' | 'day' | 'moment' | 'figure' | 'person' | 'choice' | 'ticks' | 'tick' | 'file' | 'hidden';

export interface FieldOnPage {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint: string | null;
  /** Stands above the first field of a part of the form. */
  readonly heading: string | null;
  /** The line of a list that it belongs to, where such lines are folded. */
  readonly line?: string | null;
  readonly required: boolean;
  readonly most: number;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[];
  /** What is wrong with what was typed, in the reader's language. */
  readonly fault: string | null;
  /** Has the focus when the page opens: the first that is wrong. */
  readonly focused?: boolean;
  /** Stands beside the next one that is short too, where there is room. */
  readonly half?: boolean;
  /** Choices that it is asked for, as its style sheet names them; always where nothing is said. */
  readonly shownFor?: string | null;
}

/** Where something is recorded; its words are `form.<form>.title`. */
export interface FormLink {
  readonly form: string;
  readonly href: string;
}

/** A form that writes one record. */
export interface RecordForm {
  /** One of the fields takes a file. */
  readonly bringsFiles?: boolean;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
  readonly fields: readonly FieldOnPage[];
  readonly submit: string;
  /** Why nothing was recorded, in the reader's language. */
  readonly refusal: string | null;
  /** What else is wrong that stands beside no field. */
  readonly others?: readonly string[];
  /** Whether one of the fields has the focus rather than the refusal. */
  readonly focused?: boolean;
}

/** What somebody else saved while a form was open, where the form says otherwise. */
export interface NewerRecord {
  readonly href: string;
  readonly now: readonly LabelledText[];
}

export interface RecordFormPage {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
  readonly heading: string;
  readonly lead: string;
  readonly back: string;
  readonly newer: NewerRecord | null;
  /** What would follow from what was typed; empty where it was not asked for. */
  readonly preview: readonly LabelledText[];
  readonly form: RecordForm;
}

export interface RateRow {
  readonly base: string;
  readonly quote: string;
  readonly on: string;
  readonly rate: string;
  readonly source: string;
}

export interface ExchangeRatesPage {
  readonly rates: readonly RateRow[];
  /** Null for people who may not record any. */
  readonly form: RecordForm | null;
  readonly done: boolean;
}

export interface RecordFormPages<Page> {
  readonly 'record-form': Page & RecordFormPage;
  readonly 'exchange-rates': Page & ExchangeRatesPage;
}
