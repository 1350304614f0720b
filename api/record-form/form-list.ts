import type { Issue } from '../../domain/errors';
import { translate } from '../../templates/catalog';
import type { FormContext } from './form';
import { all, type FieldPlan, one, type Typed } from './plan';

/** A list on a form: one line of it is one group of fields. */
export interface ListPlan<T> {
  /** As the schema names it. */
  readonly name: string;
  readonly heading: (place: number) => string;
  /** Lines that the schema takes. */
  readonly most: number;
  /** The fields of a line, named by their parts alone; an empty line holds nothing. */
  readonly parts: (known: T | undefined) => readonly FieldPlan[];
}

/** Empty lines beside those that are known. */
const MORE = 3;
/** Lines of more parts than this are folded: nobody finds their way down ten of them on a phone. */
const SHORT = 6;
/** Ticked on a line that is to go. */
const GONE = 'gone';

const fieldOf = (list: string, place: number, part: string): string => `${list}.${place}.${part}`;

export function listFields<T>(
  list: ListPlan<T>,
  known: readonly T[],
  { locale, sent }: Pick<FormContext, 'locale' | 'sent'>,
): readonly FieldPlan[] {
  const gone = { name: GONE, kind: 'tick', label: translate(locale, 'form.line-gone'), value: '' } as const;
  return places(list, known.length, sent).flatMap((place) => {
    const mayGo = place < known.length || sent.includes(fieldOf(list.name, place, GONE));
    const parts = list.parts(known[place]);
    return [...parts, ...(mayGo ? [gone] : [])].map((part, index) => ({
      ...part,
      name: fieldOf(list.name, place, part.name),
      ...(parts.length > SHORT && { line: `${list.name}.${place}` }),
      ...(index === 0 && { heading: list.heading(place + 1) }),
    }));
  });
}

/** Room for every line that was sent too: the record may have become shorter since the form was drawn. */
function places({ name, most }: Pick<ListPlan<unknown>, 'name' | 'most'>, known: number, sent: readonly string[]) {
  const sentTo = sent.map((field) => Number(placeIn(name, field) ?? -1) + 1);
  const count = Math.min(Math.max(known + MORE, ...sentTo), most);
  return Array.from({ length: Math.max(count, known) }, (_, place) => place);
}

/** The place that a field of the list stands in. */
function placeIn(list: string, field: string): string | null {
  if (!field.startsWith(`${list}.`)) return null;
  return /^\d{1,4}(?=\.)/.exec(field.slice(list.length + 1))?.[0] ?? null;
}

/** A line of which something is said. */
export interface ListRow {
  readonly place: number;
  /** What was typed, by the part. */
  readonly text: (part: string) => string;
  readonly texts: (part: string) => readonly string[];
}

/** The lines that stay. One of which only a part is said stays too, so that what is missing is named and nothing is lost. */
export function rowsIn(typed: Typed, { name }: Pick<ListPlan<unknown>, 'name'>): readonly ListRow[] {
  const found = Object.keys(typed).flatMap((field) => {
    const place = placeIn(name, field);
    return place !== null && all(typed, field).some(Boolean) ? [Number(place)] : [];
  });
  return [...new Set(found)]
    .sort((a, b) => a - b)
    .map((place) => ({
      place,
      text: (part: string) => one(typed, fieldOf(name, place, part)),
      texts: (part: string) => all(typed, fieldOf(name, place, part)),
    }))
    .filter(({ text }) => text(GONE) === '');
}

/** The lines of a list as they were sent on: those that say nothing are not among them. */
export interface SentList {
  readonly name: string;
  readonly rows: readonly ListRow[];
}

/** A fault of a line that was sent on, at the place of the form where the line stands. */
export function atPlace({ path, message }: Issue, lists: readonly SentList[]): Issue {
  const list = lists.find(({ name }) => placeIn(name, `${path}.`) !== null);
  if (!list) return { path, message };
  const [, index = '', rest = ''] = /^(\d+)(.*)$/.exec(path.slice(list.name.length + 1)) ?? [];
  return { path: `${list.name}.${list.rows[Number(index)]?.place ?? index}${rest}`, message };
}
