import type { KpiDefinition, Scorecard } from '../kpi/record-schema';
import { senseOf } from '../kpi/score';
import type { FoundAlarm } from './alarm';
import { SHIPPED_RISK_RULES } from './rules';
import type { RiskRules } from './rules-schema';
import type { SERIES_RULES, SeriesRulesAnswer } from './schema';
import { watchSeries } from './series-rules';

type SeriesRules = RiskRules['series'];

/** One rated value of a KPI. Periods without one have no point: a gap is not a zero. */
export interface SeriesPoint {
  readonly period: string;
  readonly value: number;
}

export interface KpiSeries {
  readonly key: string;
  /** In the order of their periods. */
  readonly points: readonly SeriesPoint[];
}

interface ClosedPeriod {
  readonly kpis: readonly KpiDefinition[];
  readonly card: Scorecard;
  /** Everything that was rated up to this period. */
  readonly history: readonly KpiSeries[];
}

/** What a closed period gives rise to: R1 to R5 where they end in its value, R6 where there is none though one was owed. */
export const kpiAlarms = (
  { kpis, card, history }: ClosedPeriod,
  rules: SeriesRules = SHIPPED_RISK_RULES.series,
): readonly FoundAlarm[] =>
  card.kpis.flatMap(({ key, value, status }): readonly FoundAlarm[] => {
    const kpi = kpis.find((one) => one.key === key);
    if (!kpi) return [];
    if (value === null) return status === 'missing' ? [missing(kpi, { period: card.period, rules })] : [];
    const before = history.find((one) => one.key === key)?.points.filter(({ period }) => period < card.period) ?? [];
    return newestAlarms(kpi, [...before, { period: card.period, value }], rules);
  });

const missing = (
  { key, name }: KpiDefinition,
  { period, rules }: { readonly period: string; readonly rules: SeriesRules },
): FoundAlarm => ({ rule: 'R6', subject: key, severity: rules.severities.R6, evidence: { kpi: name, period } });

/** An alarm of a rule over a series. */
export interface SeriesAlarm extends FoundAlarm {
  readonly rule: (typeof SERIES_RULES)[number];
}

/** Alarms of a series that end in its newest value; one that has just got better raises none. */
export function newestAlarms(
  kpi: KpiDefinition,
  points: readonly SeriesPoint[],
  rules: SeriesRules,
): readonly SeriesAlarm[] {
  const values = points.map(({ value }) => value);
  const watched = watchSeries({ values, ...thresholdsOf(kpi) }, rules);
  return watched.alarms
    .filter(({ rule, index }) => index === values.length - 1 && (rule !== 'R4' || isOnWorseSide(kpi, watched)))
    .map(({ rule }) => ({
      rule,
      subject: kpi.key,
      severity: rules.severities[rule],
      evidence: evidenceOf(kpi, { points, watched }),
    }));
}

const thresholdsOf = ({ direction, target, red, amber }: KpiDefinition) => ({
  direction: senseOf(direction),
  target,
  ...(red !== undefined && { red }),
  ...(amber !== undefined && { amber }),
});

/** A weighted mean that leaves its limits for the better is good news. */
function isOnWorseSide({ direction }: KpiDefinition, { ewma, limits }: SeriesRulesAnswer): boolean {
  const newest = ewma.at(-1) ?? 0;
  return senseOf(direction) === 'maximise' ? newest < limits.lower : newest > limits.upper;
}

const SHOWN_POINTS = 12;

function evidenceOf(
  kpi: KpiDefinition,
  { points, watched }: { readonly points: readonly SeriesPoint[]; readonly watched: SeriesRulesAnswer },
): FoundAlarm['evidence'] {
  const { name, target, red, amber } = kpi;
  const shown = points.slice(-SHOWN_POINTS);
  const newest = points.at(-1);
  return {
    kpi: name,
    period: newest?.period ?? '',
    value: newest?.value ?? null,
    target,
    ...(red !== undefined && { red }),
    ...(amber !== undefined && { amber }),
    values: shown.map(({ value }) => value),
    periods: shown.map(({ period }) => period),
    ewma: watched.ewma.at(-1) ?? null,
    lower: watched.limits.lower,
    upper: watched.limits.upper,
    forecast: watched.forecast,
  };
}
