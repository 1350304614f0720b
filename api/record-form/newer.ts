import type { Locale } from '../../domain/people/people';
import { translate } from '../../templates/catalog';
import type { LabelledText } from '../../templates/people-page-data';
import type { NewerRecord } from '../../templates/record-form-data';
import { all, type FieldPlan, one, type Outcome, type Typed } from './plan';

/** By these a form says which newer version was shown beside it, and that what it says is to come after that one. */
const [NEWEST, ONTO] = ['newest', 'onto'] as const;

/** What `typedIn` has to read beside the fields of a form that has a `versionField`. */
export const ONTO_FIELDS: readonly FieldPlan[] = [NEWEST, ONTO].map((name) => ({ name, kind: 'tick', label: '' }));

/** The version after which what was typed is to come. */
export const versionIn = (typed: Typed): number => Number(printIn(typed)) || 0;

/** The same of a record that counts no versions: what it held. */
export const printIn = (typed: Typed): string => one(typed, one(typed, ONTO) === '' ? 'version' : NEWEST);

export interface FormAtHand {
  /** Drawn from the record as it stands now. */
  readonly fields: readonly FieldPlan[];
  readonly outcome: Outcome;
}

export interface BesideNewer extends FormAtHand {
  readonly newer: NewerRecord | null;
}

/**
 * A form that was refused because somebody saved another version meanwhile is shown that version where the two differ, and
 * may say that it comes after it: nothing is typed twice, and nothing is written over unseen.
 */
export function besideNewer({ fields, outcome }: FormAtHand, href: string, locale: Locale): BesideNewer {
  const version = fields.find(({ name }) => name === 'version')?.value;
  const { typed, refusal } = outcome;
  if (refusal?.code !== 'PRECONDITION_FAILED' || !typed || typeof version !== 'string')
    return { fields, outcome, newer: null };
  return {
    fields: [
      ...fields,
      { name: NEWEST, kind: 'hidden', label: '', value: version },
      { name: ONTO, kind: 'tick', label: translate(locale, 'form.onto') },
    ],
    // The tick is about the version that was shown then.
    outcome: { refusal, typed: { ...typed, [ONTO]: [] } },
    newer: { href, now: differences(fields, typed, locale) },
  };
}

/** What the record says now where the form says otherwise. A field that does not show it has nothing to say of it. */
const differences = (fields: readonly FieldPlan[], typed: Typed, locale: Locale): readonly LabelledText[] =>
  fields.flatMap((field, place) => {
    const { name, kind, label, value } = field;
    const isBox = kind === 'tick' || kind === 'ticks';
    if (value === undefined || kind === 'hidden' || (!isBox && all(typed, name).length === 0)) return [];
    const now = [value].flat().filter(Boolean);
    if (now.join('\n') === all(typed, name).filter(Boolean).join('\n')) return [];
    const heading = fields.slice(0, place + 1).findLast((one) => one.heading !== undefined)?.heading;
    return [{ label: heading === undefined ? label : `${heading} › ${label}`, text: wordsOf(field, now, locale) }];
  });

function wordsOf({ kind, options = [] }: FieldPlan, values: readonly string[], locale: Locale): string {
  if (kind === 'tick') return translate(locale, values.length > 0 ? 'word.yes' : 'word.no');
  const words = values.map((value) => options.find((option) => option.value === value)?.text ?? value);
  return words.join(' · ') || '–';
}
