import { GATES } from '../domain/engagement/statuses';
import type { Locale } from '../domain/people/people';
import { labelOf, translate } from './catalog';
import { formatDay } from './format';

type Detail = { readonly text: string } | { readonly decision: string } | { readonly day: string };

/** What an engagement is held up by: its gates, the deletion of a dataset at its exit, and the end of a part. */
const TITLED = [...GATES, 'deletion', 'partial'] as const;
type TitledGate = (typeof TITLED)[number];

/** A gate of an engagement, as far as its title tells of it. */
export interface GateTitle {
  readonly gate: TitledGate;
  readonly number: string;
  readonly engagement: string;
  readonly detail: Detail | null;
}

export interface Titled {
  /** As it was submitted, in whatever language. */
  readonly title: string;
  /** Null for anything but a gate: its title is in the words of whoever asks. */
  readonly gate: GateTitle | null;
}

interface Subject {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const DETAILS: Readonly<Record<TitledGate, (data: NonNullable<Subject['data']>) => Detail | null>> = {
  needs: () => null,
  award: ({ vendor }) => (typeof vendor === 'string' ? { text: vendor } : null),
  contract: () => null,
  renewal: ({ decision }) => (typeof decision === 'string' ? { decision } : null),
  exit: ({ effectiveDate }) => (typeof effectiveDate === 'string' ? { day: effectiveDate } : null),
  settlement: () => null,
  partial: ({ effectiveDate }) => (typeof effectiveDate === 'string' ? { day: effectiveDate } : null),
  deletion: ({ datasetTitle }) => (typeof datasetTitle === 'string' ? { text: datasetTitle } : null),
};

const TYPES: Partial<Readonly<Record<TitledGate, string>>> = {
  deletion: 'dataset-deletion',
  partial: 'partial-termination',
};
const typeOf = (gate: TitledGate): string => TYPES[gate] ?? `gate-${gate}`;

export function gateTitleOf(
  { type, data = {} }: Subject,
  engagement: { readonly number: string; readonly title: string } | null | undefined,
): GateTitle | null {
  const gate = TITLED.find((one) => type === typeOf(one));
  if (!gate || !engagement) return null;
  return { gate, number: engagement.number, engagement: engagement.title, detail: DETAILS[gate](data) };
}

/** The title of a request in the reader's language. */
export function requestTitle(locale: Locale, { title, gate }: Titled): string {
  if (!gate) return title;
  const { number, engagement, detail } = gate;
  const named = { number, engagement, gate: labelOf(locale, 'gate', gate.gate) };
  if (!detail) return translate(locale, 'gate-title', named);
  return translate(locale, 'gate-title-of', { ...named, detail: detailText(locale, detail) });
}

function detailText(locale: Locale, detail: Detail): string {
  if ('text' in detail) return detail.text;
  return 'day' in detail ? formatDay(detail.day, locale) : labelOf(locale, 'value.decision', detail.decision);
}

/** Data of a mail or page in which the request, if there is one, is called what its reader calls it. */
export function inWordsOf<T extends object>(locale: Locale, data: T): T {
  if (!('request' in data)) return data;
  // What mails and pages call `request` is always one: see their data.
  const request = data.request as Titled;
  return { ...data, request: { ...request, title: requestTitle(locale, request) } };
}
