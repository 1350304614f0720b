import type { Locale } from '../../domain/people/people';
import { formatNumber } from '../format';
import type { Shape } from './shapes';

/** The same figures as a table: for screen readers, for mail programs that drop pictures, and for whoever counts. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A drawn chart, as plain data: `{{> chart}}` puts picture and table onto a page, `{{> chart-table}}` the table into a
 * mail, and `renderChart` makes a file of the picture, which a PDF takes too.
 */
export interface Chart {
  readonly title: string;
  /** What the picture shows, in words. */
  readonly summary: string;
  /** Units of the picture, which scales to whatever room it gets. */
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly table: ChartTable;
}

export const WIDTH = 420;
export const NOTHING = '–';

/** A value as a reader sees it: what it is called, or its number with the unit. */
export function valueText(
  { value, text }: { readonly value: number | null; readonly text?: string },
  { unit, locale }: { readonly unit: string; readonly locale: Locale },
): string {
  if (value === null) return NOTHING;
  if (text !== undefined) return text;
  const number = formatNumber(value, locale);
  return unit === '' ? number : `${number}${unit === '%' ? '' : ' '}${unit}`;
}
