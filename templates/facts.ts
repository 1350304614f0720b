import { type Quadrant, QUADRANTS } from '../domain/planning/catalogue';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import { placeOf } from './field-order';

export type FactValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** The same lines in every language. */
  | { readonly kind: 'words'; readonly lines: readonly Bilingual[] }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'money'; readonly money: MoneyText }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'yes-no'; readonly yes: boolean };

/** One line of what is decided; `key` is the path of the field in the subject's data. */
export interface Fact {
  readonly key: string;
  readonly value: FactValue;
}

const MAX_DEPTH = 3;

type Data = Readonly<Record<string, unknown>>;

/**
 * The subject's data as lines for people: nested fields by path, short lists in one line, what is nested deeper as it
 * was sent. Whoever decides must see all of it, so only our own ids are left out, and the amount, which every mail and
 * page shows by itself.
 */
export function factsOf(data: Data): readonly Fact[] {
  const hidden = amountOf(data) === null ? [] : ['amount', 'currency'];
  const rest = Object.fromEntries(Object.entries(data).filter(([name]) => !hidden.includes(name)));
  return walk('', rest, MAX_DEPTH);
}

/** One field before and after; null where it was not there. */
export interface FieldChange {
  readonly key: string;
  readonly before: FactValue | null;
  readonly after: FactValue | null;
}

interface Described {
  readonly title: string;
  readonly data: Data;
}

/** Fields that differ between two versions of a subject, in the order in which they are shown. */
export function changedFields(before: Described, after: Described): readonly FieldChange[] {
  const [old, current] = [valuesOf(before), valuesOf(after)];
  const keys = [...new Set([...current.keys(), ...old.keys()])];
  return keys
    .map((key) => ({ key, before: old.get(key) ?? null, after: current.get(key) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function valuesOf({ title, data }: Described): ReadonlyMap<string, FactValue> {
  const amount = amountOf(data);
  return new Map<string, FactValue>([
    ['title', { kind: 'text', text: title }],
    ...(amount ? [['amount', { kind: 'money', money: amount }] as const] : []),
    ...factsOf(data).map(({ key, value }) => [key, value] as const),
  ]);
}

/** The amount that a subject names, in either of the forms that policies read: money, or a figure beside its currency. */
export function amountOf({ amount, currency }: Data): MoneyText | null {
  if (isMoney(amount)) return { amount: amount.amount, currency: amount.currency };
  const isFigure = typeof amount === 'number' || (typeof amount === 'string' && /^-?\d+(\.\d+)?$/.test(amount));
  return isFigure && typeof currency === 'string' ? { amount: String(amount), currency } : null;
}

function walk(path: string, value: unknown, depth: number): readonly Fact[] {
  const leaf = leafOf(value);
  if (leaf) return [{ key: path, value: leaf }];
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [];
  if (isSwot(value)) return swotLists(path, value);
  if (depth === 0) return [{ key: path, value: { kind: 'text', text: JSON.stringify(value) } }];
  return entriesOf(value)
    .filter(([name, field]) => !isTechnical(name, field))
    .flatMap(([name, field]) => walk(path === '' ? name : `${path}.${name}`, field, depth - 1));
}

/** Fields by name, single ones before what has parts, each in the order of reading; items of a list by their place, counted as people count. */
const entriesOf = (value: object): readonly (readonly [string, unknown])[] =>
  Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index + 1), item] as const)
    : Object.entries(value).sort(
        ([name, a], [other, b]) =>
          Number(leafOf(a) === null) - Number(leafOf(b) === null) || placeOf(name) - placeOf(other),
      );

interface SwotItem {
  readonly quadrant: Quadrant;
  readonly text: string;
  readonly impact: number;
  readonly likelihoodOrFit: number;
}

const isSwot = (value: object): value is readonly SwotItem[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === 'object' && one !== null && 'quadrant' in one && 'likelihoodOrFit' in one);

/** One list per quadrant, weightiest item first, each with its impact × fit. */
const swotLists = (path: string, items: readonly SwotItem[]): readonly Fact[] =>
  QUADRANTS.flatMap((quadrant): readonly Fact[] => {
    const own = items
      .filter((item) => item.quadrant === quadrant)
      .toSorted((a, b) => b.impact * b.likelihoodOrFit - a.impact * a.likelihoodOrFit)
      .map(({ text, impact, likelihoodOrFit }) => `${text} (${impact} × ${likelihoodOrFit})`);
    return own.length > 0 ? [{ key: `${path}.${quadrant}`, value: { kind: 'list', items: own } }] : [];
  });

/** Our own ids and hashes, which say nothing to people; an id of another kind (a tax id) is part of what is decided. */
const isTechnical = (name: string, value: unknown): boolean =>
  /^id$|(Id|Ids|Hash)$/.test(name) && [value].flat().every((one) => typeof one === 'string' && OWN_ID.test(one));

const OWN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^[0-9a-f]{64}$/;

function leafOf(value: unknown): FactValue | null {
  if (typeof value === 'string') return textLeaf(value);
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (typeof value === 'boolean') return { kind: 'yes-no', yes: value };
  if (isBilingual(value)) return { kind: 'words', lines: [value] };
  if (Array.isArray(value) && value.length > 0 && value.every(isBilingual)) return { kind: 'words', lines: value };
  if (isMoney(value)) return { kind: 'money', money: { amount: value.amount, currency: value.currency } };
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar))
    return { kind: 'text', text: value.map(String).join(' · ') };
  return null;
}

const textLeaf = (text: string): FactValue | null => {
  if (text.trim() === '') return null;
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return { kind: 'instant', at: Date.parse(text) };
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { kind: 'day', day: text } : { kind: 'text', text };
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' &&
  value !== null &&
  'en' in value &&
  'zh-CN' in value &&
  typeof value.en === 'string' &&
  typeof value['zh-CN'] === 'string';

const isMoney = (value: unknown): value is MoneyText =>
  typeof value === 'object' &&
  value !== null &&
  'amount' in value &&
  'currency' in value &&
  typeof value.amount === 'string' &&
  typeof value.currency === 'string';
