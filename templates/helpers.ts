import type { HelperOptions } from 'handlebars';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { Locale } from '../domain/people/people';
import { causeFor } from '../domain/risk/seed';
import { isCountry } from '../domain/vendor/countries';
import { knownLabel, labelOf, translate } from './catalog';
import type { Fact, FieldChange } from './facts';
import { fieldName } from './field-name';
import {
  formatBytes,
  formatCountry,
  formatDay,
  formatInstant,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRelative,
  type Reading,
} from './format';
import { fieldGroups } from './form-groups';
import { refusalWords } from './refusal-words';
import { saidIn } from './said';
import { settlementSource } from './settlement-source';
import { engagementPlace } from './engagement-parts';
import { engagementSheets, pageTableSheets, type Sheets, vendorSheets } from './sheets';

interface AlarmText {
  readonly subject: string;
  readonly evidence: readonly Fact[];
}

interface Told {
  readonly exact?: string | null;
}

interface Frame extends Reading {
  readonly now: number;
  /** As `here` of the page's shell; null in mails. */
  readonly here: string | null;
}

/** Who reads, handed to every template as private data that no field of the context can shadow. */
const frameOf = ({ data }: HelperOptions): Frame => (data as { readonly frame: Frame }).frame;

/** Where the table of a page is had as a file; null where the page cannot be asked again. */
const tableSheets = (table: string, options: HelperOptions): Sheets | null => {
  const { here } = frameOf(options);
  return here === null ? null : pageTableSheets(here, table);
};
/** `{{tableKey 'forecast' @index}}`: one of several tables of a kind. */
const tableKey = (...parts: readonly unknown[]): string => parts.slice(0, -1).join('-');
/** `{{t 'key' name=value}}`: values are put in as plain text, so the template's own escaping covers the whole. */
const t = (key: string, options: HelperOptions): string => translate(frameOf(options).locale, key, options.hash);
/** `{{label 'state' state}}`: the text of a word from data. */
const label = (group: string, word: string, options: HelperOptions): string =>
  labelOf(frameOf(options).locale, group, word);
/** What people call a thing, or the text of its kind where they gave it no name. */
const titleOf = (
  group: string,
  { kind, title }: { readonly kind: string; readonly title: string | null },
  options: HelperOptions,
): string => title ?? labelOf(frameOf(options).locale, group, kind);
/** What an alarm is about: a KPI by its name, a category of events or a kind of work in the reader's language. */
const alarmSubject = ({ subject, evidence }: AlarmText, options: HelperOptions): string => {
  const kpi = evidence.find(({ key }) => key === 'kpi')?.value;
  if (kpi?.kind === 'text') return kpi.text;
  const { locale } = frameOf(options);
  return knownLabel(locale, 'risk', subject) ?? knownLabel(locale, 'action-item', subject) ?? subject;
};
/** The cause of a risk: ours in the reader's language, others as they were written. */
const riskCause = (cause: string, options: HelperOptions): string => causeFor(cause, frameOf(options).locale);
const instant = (at: number, options: HelperOptions): string => formatInstant(at, frameOf(options));
const ago = (at: number, options: HelperOptions): string => {
  const { now, locale } = frameOf(options);
  return formatRelative(at, now, locale);
};
/** Machine-readable form for `<time datetime>`. */
const iso = (at: number): string => new Date(at).toISOString();
const day = (date: string, options: HelperOptions): string => formatDay(date, frameOf(options).locale);
/** A text that data brings along in every language. */
const words = (text: Bilingual, options: HelperOptions): string => text[frameOf(options).locale];
const money = (amount: MoneyText): string => formatMoney(amount);
/** What is wrong with a field, in the reader's language. */
const said = (message: string, options: HelperOptions): string => saidIn(frameOf(options).locale, message);
/** What a proposed line of a settlement comes from. */
const sourceOf = (source: string, options: HelperOptions): string => settlementSource(frameOf(options).locale, source);
/** Why something was refused; a page keeps the exact sentence of its one refused form as `exact`, or says of which of several. */
const why = (group: string, code: string, options: HelperOptions): string => {
  const { root } = options.data as { readonly root: Told & { readonly typed?: Told } };
  const { exact } = Object.hasOwn(options.hash, 'exact') ? (options.hash as Told) : {};
  const message = exact ?? root.exact ?? root.typed?.exact ?? null;
  return refusalWords(frameOf(options).locale, { group, code, message });
};
const number = (value: number, options: HelperOptions): string => formatNumber(value, frameOf(options).locale);
const percent = (bp: number, options: HelperOptions): string => formatPercent(bp, frameOf(options).locale);
const bytes = (size: number, options: HelperOptions): string => formatBytes(size, frameOf(options).locale);

const factName = ({ key }: Pick<Fact, 'key'>, options: HelperOptions): string =>
  fieldName(frameOf(options).locale, key);

const factValue = ({ key, value }: Fact, options: HelperOptions): string => valueText({ key, value }, frameOf(options));

/** One side of a change: `{{changeValue change 'before'}}`. */
const changeValue = (change: FieldChange, side: 'before' | 'after', options: HelperOptions): string => {
  const value = change[side];
  return value === null ? '' : valueText({ key: change.key, value }, frameOf(options));
};

/** What a fact says, in the reader's language. */
export function valueText({ key, value }: Fact, reading: Reading): string {
  const { locale } = reading;
  switch (value.kind) {
    case 'text':
      return wordsOf(value.text, knownIn(key, locale));
    case 'list':
      return value.items.map((item) => (isOfCountries(key) ? formatCountry(item, locale) : item)).join(' · ');
    case 'words':
      return value.lines.map((line) => line[locale]).join(' · ');
    case 'number':
      return formatNumber(value.number, locale);
    case 'money':
      return formatMoney(value.money);
    case 'day':
      return formatDay(value.day, locale);
    case 'instant':
      return formatInstant(value.at, reading);
    case 'yes-no':
      return translate(locale, value.yes ? 'word.yes' : 'word.no');
  }
}

/** Words that we know in the reader's language, one or several in a line; others as they were written. */
function wordsOf(text: string, known: (word: string) => string | null): string {
  return (
    known(text) ??
    text
      .split(' · ')
      .map((word) => known(word) ?? word)
      .join(' · ')
  );
}

/** What a word in that field says in the reader's language; null where we do not know it. */
const knownIn = (key: string, locale: Locale): ((word: string) => string | null) => {
  const groups = groupsOf(fieldOf(key));
  if (isOfCountries(key)) return (word) => (isCountry(word) ? formatCountry(word, locale) : null);
  return (word) => groups.reduce<string | null>((found, group) => found ?? knownLabel(locale, group, word), null);
};
const fieldOf = (key: string): string => key.split('.').at(-1) ?? key;

/** Fields that hold codes of countries. */
const COUNTRY_FIELDS = ['country', 'countries', 'dataCountries', 'destinations', 'homeCountry', 'homeCountries'];
const isOfCountries = (key: string): boolean => COUNTRY_FIELDS.includes(fieldOf(key));

/** Where words stand besides `value.{field}`: flags and clauses read in a dossier as they do on every page. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['flags', 'flag'],
  ['waived', 'clause'],
  ['legalBasis', 'legal-basis'],
]);
const groupsOf = (field: string): readonly string[] => [`value.${field}`, ...[GROUPS.get(field) ?? []].flat()];

/** `{{country 'DE'}}`: its name in the reader's language, or the names of several in a line. */
const country = (codes: string | readonly string[], options: HelperOptions): string =>
  [codes]
    .flat()
    .map((code) => formatCountry(code, frameOf(options).locale))
    .join(' · ');

const is = (a: unknown, b: unknown): boolean => a === b;
const not = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0);

export const HELPERS = {
  t,
  label,
  titleOf,
  alarmSubject,
  riskCause,
  sheetsOf: engagementSheets,
  vendorSheets,
  tableSheets,
  tableKey,
  fieldGroups,
  engagementPlace,
  instant,
  ago,
  iso,
  day,
  money,
  words,
  said,
  sourceOf,
  why,
  number,
  percent,
  country,
  bytes,
  factName,
  factValue,
  changeValue,
  is,
  not,
};
