import type { Locale } from '../domain/people/people';
import { labelOf, translate } from './catalog';
import { barChart } from './chart/bar-chart';
import type { Chart } from './chart/chart';
import { lineChart } from './chart/line-chart';
import type { Tone } from './chart/paint';
import { formatNumber, formatPercent } from './format';
import type { ConcentrationRow, MonthsView } from './portfolio-page-data';

const TONES = { red: 'bad', amber: 'warn', green: 'info' } as const satisfies Record<ConcentrationRow['level'], Tone>;

/** Whom the most is spent with; null where nothing is spent. */
export function concentrationChart(rows: readonly ConcentrationRow[], locale: Locale): Chart | null {
  const spent = rows.filter(({ scope, spendBp }) => scope === 'vendor' && spendBp !== null);
  if (spent.length === 0) return null;
  return barChart({
    title: translate(locale, 'portfolio.concentration-chart'),
    name: translate(locale, 'fact.vendor'),
    unit: '%',
    locale,
    bars: spent.map(({ name, spendBp, level }) => ({
      label: name,
      value: (spendBp ?? 0) / 100,
      text: `${formatPercent(spendBp ?? 0, locale)} ${level === 'green' ? '' : labelOf(locale, 'concentration-level', level)}`.trim(),
      tone: TONES[level],
    })),
  });
}

/** What managing cost as a share of what vendors got, month by month. */
export function ratioChart(rows: MonthsView['rows'], locale: Locale): Chart | null {
  if (rows.every(({ ratioBp }) => ratioBp === null)) return null;
  return lineChart({
    title: translate(locale, 'portfolio.ratio-chart'),
    name: translate(locale, 'cost.ratio'),
    unit: '%',
    locale,
    points: rows.map(({ month, ratioBp }) => ({
      label: month,
      value: ratioBp === null ? null : ratioBp / 100,
      ...(ratioBp !== null && { text: formatPercent(ratioBp, locale) }),
    })),
  });
}

export function emissionsChart(rows: MonthsView['rows'], locale: Locale): Chart | null {
  if (rows.every(({ tonnes }) => tonnes === 0)) return null;
  return barChart({
    title: translate(locale, 'portfolio.carbon-chart'),
    unit: 't',
    locale,
    bars: rows.map(({ month, tonnes }) => ({ label: month, value: tonnes, text: formatNumber(tonnes, locale) })),
  });
}
