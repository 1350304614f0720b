import type { MoneyText } from '../../domain/money';
import type { Tone } from '../chart/paint';
import { formatDay, formatInstant, formatMoney, formatNumber, formatPercent } from '../format';
import type { PackCell, PackReader, PackSection } from './document';

/** A part without anything in it. */
export const NO_SECTION: PackSection = { lead: null, charts: [], table: null };

type CellReader = Pick<PackReader, 'locale' | 'timeZone'>;

const NOTHING: PackCell = { text: '–', value: null, tone: null, align: 'words' };
export const NO_NUMBER: PackCell = { ...NOTHING, align: 'num' };

export const textCell = (text: string, tone: Tone | null = null): PackCell => ({
  text,
  value: text,
  tone,
  align: 'words',
});

export const numberCell = (value: number | null, { locale }: CellReader, unit = ''): PackCell =>
  value === null
    ? NO_NUMBER
    : {
        text: `${formatNumber(value, locale)}${unit && (unit === '%' ? unit : ` ${unit}`)}`,
        value,
        tone: null,
        align: 'num',
      };

export const percentCell = (bp: number, { locale }: CellReader): PackCell => ({
  text: formatPercent(bp, locale),
  value: bp / 10_000,
  tone: null,
  align: 'num',
});

export const moneyCell = (money: MoneyText): PackCell => ({
  text: formatMoney(money),
  value: money.amount,
  tone: null,
  align: 'num',
});

export const dayCell = (date: string, { locale }: CellReader, tone: Tone | null = null): PackCell => ({
  text: formatDay(date, locale),
  value: date,
  tone,
  align: 'num',
});

export const instantCell = (instant: string | null, { locale, timeZone }: CellReader): PackCell =>
  instant === null ? NOTHING : textCell(formatInstant(Date.parse(instant), { locale, timeZone }));
