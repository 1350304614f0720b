import { LOCALES, type Locale } from '../domain/people/people';
import en from './locales/en.json';
import zhCN from './locales/zh-CN.json';

export type Catalog = Readonly<Record<string, string>>;

const CATALOGS: Readonly<Record<Locale, Catalog>> = { 'zh-CN': zhCN, en };

export const catalogOf = (locale: Locale): Catalog => CATALOGS[locale];

/** The text of a key with its `{placeholders}` filled in; a missing key or value is a defect of a template. */
export function translate(locale: Locale, key: string, values: Readonly<Record<string, unknown>> = {}): string {
  const text = find(locale, key);
  if (text === null) throw new Error(`No text ${key} in ${locale}`);
  return text.replace(/\{(\w+)\}/g, (_match, name: string) => {
    if (!Object.hasOwn(values, name)) throw new Error(`Text ${key} needs ${name}`);
    return String(values[name]);
  });
}

/** The text for `count` things: `{key}.one` or `{key}.other`, as the language counts. */
export const translateCount = (
  locale: Locale,
  key: string,
  values: Readonly<Record<string, unknown>> & { readonly count: number },
): string => translate(locale, `${key}.${PLURALS[locale].select(values.count) === 'one' ? 'one' : 'other'}`, values);

const PLURALS: Readonly<Record<Locale, Intl.PluralRules>> = {
  'zh-CN': new Intl.PluralRules('zh-CN'),
  en: new Intl.PluralRules('en'),
};

/** The text of a word that data brings along (a state, a field's name); the word itself where no text exists. */
export const labelOf = (locale: Locale, group: string, word: string): string =>
  knownLabel(locale, group, word) ?? humanise(word);

/** The text of a word that we know; null for what people wrote themselves, which is to be shown as they wrote it. */
export const knownLabel = (locale: Locale, group: string, word: string): string | null =>
  find(locale, `${group}.${word}`);

const find = (locale: Locale, key: string): string | null => {
  const catalog = CATALOGS[locale];
  return Object.hasOwn(catalog, key) ? (catalog[key] ?? null) : null;
};

/** `monthlyFee` → `Monthly fee`; other writing systems stay as they are. */
function humanise(word: string): string {
  if (!/^[a-z][A-Za-z0-9]*$/.test(word)) return word;
  const spaced = word.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The language of a visitor from `Accept-Language`: the first one that we have. */
export function localeFor(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().toLowerCase());
  const first = wanted.find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return first?.startsWith('zh') ? 'zh-CN' : 'en';
}

export const isLocale = (text: unknown): text is Locale => LOCALES.some((locale) => locale === text);
