import { isCountry } from '../domain/vendor/countries';
import { minorDigits, type MoneyText } from '../domain/money';
import type { Locale } from '../domain/people/people';

/** How one reader sees dates and figures. */
export interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
}

/** British order and 24 hours for English: unambiguous to readers on both sides of the Atlantic. */
const INTL: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-CN', en: 'en-GB' };

const INSTANT_PARTS = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;

const DAY_PARTS = { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' } as const;

/** Those of the zones that were used last. */
const ofZone = new Map<string, Intl.DateTimeFormat>();
const KEPT_ZONES = 64;

function instantFormat({ locale, timeZone }: Reading): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const format = ofZone.get(key) ?? new Intl.DateTimeFormat(INTL[locale], { ...INSTANT_PARTS, timeZone });
  ofZone.delete(key);
  ofZone.set(key, format);
  const [eldest] = ofZone.keys();
  if (ofZone.size > KEPT_ZONES && eldest !== undefined) ofZone.delete(eldest);
  return format;
}

export function formatInstant(at: number, reading: Reading): string {
  const { locale } = reading;
  const parts = new Map(
    instantFormat(reading)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const [year, month, day, weekday] = [part('year'), part('month'), part('day'), part('weekday')];
  const time = `${part('hour')}:${part('minute')}`;
  const zone = part('timeZoneName');
  return locale === 'zh-CN'
    ? `${year}年${month.replace(/月?$/, '月')}${day}日 ${weekday} ${time}（${zone}）`
    : `${weekday} ${day} ${month} ${year}, ${time} (${zone})`;
}

/** Kept, because a page shows hundreds of dates and numbers, and a formatter takes longer to make than to use. */
const inBoth = <T>(make: (locale: string) => T): Readonly<Record<Locale, T>> => ({
  en: make(INTL.en),
  'zh-CN': make(INTL['zh-CN']),
});

const NUMBERS = inBoth((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
const SHORT_DAYS = inBoth((locale) => new Intl.DateTimeFormat(locale, { ...DAY_PARTS, weekday: undefined }));
const DAYS = inBoth((locale) => new Intl.DateTimeFormat(locale, DAY_PARTS));
const SHARES = inBoth((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }));
const DISTANCES = inBoth((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const MONTHS = inBoth((locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' }));

const COUNTRIES = inBoth((locale) => new Intl.DisplayNames([locale], { type: 'region' }));
const LISTS = inBoth((locale) => new Intl.ListFormat(locale));

/** `A, B and C`, as each language lists people. */
export const formatNames = (names: readonly string[], locale: Locale): string => LISTS[locale].format(names);

/** A country by its name; what is no code of one, as it was written. */
export const formatCountry = (code: string, locale: Locale): string =>
  isCountry(code) ? (COUNTRIES[locale].of(code) ?? code) : code;

/** A day where there is little room: without its weekday. */
export const formatShortDay = (date: string, locale: Locale): string =>
  SHORT_DAYS[locale].format(Date.parse(`${date}T00:00:00Z`));

/** A calendar day, which belongs to no time zone. */
export function formatDay(date: string, locale: Locale): string {
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day)) return date;
  return DAYS[locale].format(day);
}

/** `1,234.50 CNY`: always with the minor units of its currency, so that amounts in a column can be compared by their look. */
export const formatMoney = ({ amount, currency }: MoneyText): string => `${formatAmount(amount, currency)} ${currency}`;

/** Groups the digits of an exact decimal without going through a floating-point number. */
export function formatAmount(amount: string, currency: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const minor = fraction.padEnd(minorDigits(currency), '0');
  return minor === '' ? grouped : `${grouped}.${minor}`;
}

export const formatNumber = (value: number, locale: Locale): string => NUMBERS[locale].format(value);

/** Basis points as a percentage. */
export const formatPercent = (bp: number, locale: Locale): string => SHARES[locale].format(bp / 10_000);

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** The distance of an instant from now in the largest unit that fits. */
export function formatRelative(at: number, now: number, locale: Locale): string {
  const distance = at - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? UNITS[2];
  return DISTANCES[locale].format(Math.trunc(distance / size), unit);
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function formatBytes(bytes: number, locale: Locale): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  return `${formatNumber(bytes / 1000 ** step, locale)} ${SIZES[step] ?? 'B'}`;
}

/** January, 一月. */
export const monthName = (locale: Locale, month: number): string => MONTHS[locale].format(Date.UTC(2026, month - 1, 1));
