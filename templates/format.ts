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

export function formatInstant(at: number, { locale, timeZone }: Reading): string {
  const format = new Intl.DateTimeFormat(INTL[locale], { ...INSTANT_PARTS, timeZone });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const [year, month, day, weekday] = [part('year'), part('month'), part('day'), part('weekday')];
  const time = `${part('hour')}:${part('minute')}`;
  const zone = part('timeZoneName');
  return locale === 'zh-CN'
    ? `${year}年${month.replace(/月?$/, '月')}${day}日 ${weekday} ${time}（${zone}）`
    : `${weekday} ${day} ${month} ${year}, ${time} (${zone})`;
}

/** A calendar day, which belongs to no time zone. */
export function formatDay(date: string, locale: Locale): string {
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day)) return date;
  const format = new Intl.DateTimeFormat(INTL[locale], {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  });
  return format.format(day);
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

/** Kept, because a comparison shows thousands of numbers and a formatter takes longer to make than to use. */
const NUMBERS = {
  en: new Intl.NumberFormat(INTL.en, { maximumFractionDigits: 2 }),
  'zh-CN': new Intl.NumberFormat(INTL['zh-CN'], { maximumFractionDigits: 2 }),
} satisfies Readonly<Record<Locale, Intl.NumberFormat>>;

export const formatNumber = (value: number, locale: Locale): string => NUMBERS[locale].format(value);

/** Basis points as a percentage. */
export const formatPercent = (bp: number, locale: Locale): string =>
  new Intl.NumberFormat(INTL[locale], { style: 'percent', maximumFractionDigits: 2 }).format(bp / 10_000);

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** The distance of an instant from now in the largest unit that fits. */
export function formatRelative(at: number, now: number, locale: Locale): string {
  const distance = at - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? UNITS[2];
  return new Intl.RelativeTimeFormat(INTL[locale], { numeric: 'auto' }).format(Math.trunc(distance / size), unit);
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function formatBytes(bytes: number, locale: Locale): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  return `${formatNumber(bytes / 1000 ** step, locale)} ${SIZES[step] ?? 'B'}`;
}

/** January, 一月. */
export const monthName = (locale: Locale, month: number): string =>
  new Intl.DateTimeFormat(INTL[locale], { timeZone: 'UTC', month: 'long' }).format(Date.UTC(2026, month - 1, 1));
