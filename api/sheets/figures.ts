import { formatDay } from '../../templates/format';
import type { ColumnKind, SheetCell, SheetColumn } from './sheet';

/** A column as it is read on a page, from the top. */
export interface ReadColumn {
  readonly title: string;
  readonly texts: readonly string[];
  /** Whether the page sets it as figures: a name that looks like a number stays a name. */
  readonly figures: boolean;
}

export interface TypedColumn {
  readonly column: SheetColumn;
  readonly cells: readonly SheetCell[];
}

/** Figures and days of a page as a sheet holds them; what does not read as what most of its column is stays as written. */
export function typedColumn({ title, texts, figures }: ReadColumn): TypedColumn {
  const said = texts.map((text) => (text === NOTHING ? '' : text));
  const ways: readonly Way[] = figures ? [NUMBER, SHARE, DAY, ...measuresOf(said)] : [DAY];
  const [best] = ways
    .map((way) => ({ way, fits: said.filter((text) => way.read(text) !== null).length }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits);
  const words = said.map((text) => (text === '' ? null : text));
  if (!best) return { column: { title }, cells: words };
  const { kind, unit = null, read } = best.way;
  return {
    column: { title: unit === null ? title : `${title} (${unit})`, kind },
    cells: words.map((text) => (text === null ? null : (read(text) ?? text))),
  };
}

/** What a page writes where there is nothing. */
const NOTHING = '–';

interface Way {
  readonly kind: ColumnKind;
  /** What the title says then, because the cells no longer do. */
  readonly unit?: string;
  /** Null for what is not of the kind. */
  readonly read: (text: string) => SheetCell;
}

const FIGURE = /^(?:−\s*)?-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?$/;
/** A minus that stands before the figure, or before its amount. */
const MINUS = /^−\s*/;

/** Digits as a program reads them; null for what is no figure. */
function digitsOf(text: string): string | null {
  if (!FIGURE.test(text)) return null;
  const digits = text.replaceAll(',', '').replace(MINUS, '-');
  return /^-?0\d/.test(digits) ? null : digits.replace('--', '');
}

const NUMBER: Way = {
  kind: 'number',
  read: (text) => {
    const digits = digitsOf(text);
    return digits === null ? null : Number(digits);
  },
};

const SHARE: Way = {
  kind: 'percent',
  read: (text) => {
    const digits = /%$/.test(text) ? digitsOf(text.slice(0, -1).trimEnd()) : null;
    return digits === null ? null : Number((Number(digits) / 100).toFixed(6));
  },
};

const MEASURE = /^(.+) ([^\s\d%()]+)$/;
const CURRENCY = /^[A-Z]{3}$/;

/** What amounts there are, by currency; another unit counts only where all are in it. */
function measuresOf(texts: readonly string[]): readonly Way[] {
  const said = texts.filter((text) => text !== '');
  const units = [...new Set(said.flatMap((text) => MEASURE.exec(text)?.[2] ?? []))];
  return units
    .map(measureIn)
    .filter(({ kind, read }) => kind === 'amount' || said.every((text) => read(text) !== null));
}

/** Amounts stay exact; a negative one becomes a number, because as text it would be disarmed as a formula. */
function measureIn(unit: string): Way {
  const isMoney = CURRENCY.test(unit);
  return {
    kind: isMoney ? 'amount' : 'number',
    unit,
    read: (text) => {
      const [, amount = '', of] = MEASURE.exec(text) ?? [];
      const digits = of === unit ? digitsOf(amount) : null;
      return digits !== null && (!isMoney || digits.startsWith('-')) ? Number(digits) : digits;
    },
  };
}

const MONTHS = Array.from({ length: 12 }, (_none, at) => formatDay(`2026-${String(at + 1).padStart(2, '0')}-01`, 'en'));
const monthOf = (name: string): number => MONTHS.findIndex((day) => day.split(' ')[2] === name) + 1;

const DAY: Way = {
  kind: 'date',
  read: (text) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
    const [, day = '', name = '', year = ''] = /^\S+ (\d{1,2}) (\S+) (\d{4})$/.exec(text) ?? [];
    const [, inYear = '', inMonth = '', onDay = ''] = /^(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(text) ?? [];
    const parts = [year || inYear, String(monthOf(name) || inMonth), day || onDay];
    const date = parts.map((part) => part.padStart(2, '0')).join('-');
    return [formatDay(date, 'en'), formatDay(date, 'zh-CN')].includes(text) ? date : null;
  },
};
