import type { PackCredit, PackKpi, PackScore } from '../../domain/review/pack-schema';
import { labelOf, translate } from '../catalog';
import { barChart } from '../chart/bar-chart';
import { lineChart } from '../chart/line-chart';
import type { Tone } from '../chart/paint';
import { formatMoney, formatNumber } from '../format';
import { scoreChart } from '../score-chart';
import { moneyCell, numberCell, percentCell, textCell } from './cells';
import type { PackReader, PackSection } from './document';
import { totalsByPeriod } from './totals';

export function scoreSection({ rolling, bands, cards }: PackScore, reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const standing = labelOf(locale, 'standing', rolling.standing);
  const rollingText = rolling.score === null ? '–' : formatNumber(rolling.score, locale);
  return {
    lead: translate(locale, 'pack.rolling-is', { score: rollingText, standing }),
    charts: cards.length === 0 ? [] : [scoreChart({ title: say('pack.score-trend'), bands, cards }, locale)],
    table:
      cards.length === 0
        ? null
        : {
            columns: [
              { title: say('fact.period'), kind: 'text' },
              { title: say('engagement.score'), kind: 'number' },
              { title: say('pack.rolling'), kind: 'number' },
              { title: say('engagement.standing'), kind: 'text' },
              { title: say('engagement.coverage'), kind: 'percent' },
            ],
            rows: cards
              .toReversed()
              .map((card) => [
                textCell(card.period),
                numberCell(card.score, reader),
                numberCell(card.rolling, reader),
                textCell(
                  `${labelOf(locale, 'standing', card.standing)}${card.provisional ? ` · ${say('engagement.provisional')}` : ''}`,
                ),
                percentCell(card.coverageBp, reader),
              ]),
          },
  };
}

const STATUS_TONES: Partial<Readonly<Record<PackKpi['status'], Tone>>> = {
  'on-target': 'good',
  missed: 'bad',
  missing: 'warn',
};

export function kpisSection(kpis: readonly PackKpi[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  return {
    lead: null,
    charts: kpis.filter(({ series }) => series.length > 0).map((kpi) => kpiChart(kpi, reader)),
    table:
      kpis.length === 0
        ? null
        : {
            columns: [
              { title: say('engagement.kpi'), kind: 'text' },
              { title: say('fact.period'), kind: 'text' },
              { title: say('engagement.weight'), kind: 'percent' },
              { title: say('engagement.target'), kind: 'number' },
              { title: say('engagement.latest'), kind: 'number' },
              { title: say('engagement.score'), kind: 'number' },
              { title: say('pack.status'), kind: 'text' },
              { title: say('pack.trend'), kind: 'text' },
            ],
            rows: kpis.map((kpi) => [
              textCell(kpi.name),
              textCell(kpi.period ?? '–'),
              percentCell(kpi.weightBp, reader),
              numberCell(kpi.target, reader, kpi.unit),
              numberCell(kpi.value, reader, kpi.unit),
              numberCell(kpi.score, reader),
              textCell(labelOf(locale, 'pack-status', kpi.status), STATUS_TONES[kpi.status] ?? null),
              textCell(kpi.trend === null ? '–' : labelOf(locale, 'pack-trend', kpi.trend)),
            ]),
          },
  };
}

const kpiChart = ({ name, unit, series, target, amber, red }: PackKpi, { locale }: PackReader) =>
  lineChart({
    title: name,
    unit,
    locale,
    points: series.map(({ period, value }) => ({ label: period, value })),
    target,
    thresholds: [
      ...(amber === null ? [] : [{ name: labelOf(locale, 'severity', 'amber'), value: amber, tone: 'warn' as const }]),
      ...(red === null ? [] : [{ name: labelOf(locale, 'severity', 'red'), value: red, tone: 'bad' as const }]),
    ],
  });

export function creditsSection(credits: readonly PackCredit[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const totals = totalsByPeriod(credits);
  const chart = barChart({
    title: say('pack.credits-by-period'),
    unit: totals[0]?.money.currency ?? '',
    locale,
    bars: totals.map(({ period, money }) => ({
      label: period,
      value: Number(money.amount),
      text: formatMoney(money),
      tone: 'bad',
    })),
  });
  return {
    lead: null,
    charts: totals.length === 0 ? [] : [chart],
    table:
      credits.length === 0
        ? null
        : {
            columns: [
              { title: say('fact.period'), kind: 'text' },
              { title: say('engagement.kpi'), kind: 'text' },
              { title: say('pack.credit'), kind: 'amount' },
            ],
            rows: credits.map(({ period, name, money }) => [textCell(period), textCell(name), moneyCell(money)]),
          },
  };
}
