import { addDays } from '../calendar/civil';
import { lastMonth, monthsOf, periodDates } from '../calendar/periods';
import { round4 } from '../decimal';
import type { KpiDefinition } from '../kpi/record-schema';
import { senseOf } from '../kpi/score';
import type { BacktestLine, SeriesBacktest } from './backtest-schema';
import { newestAlarms, type SeriesPoint } from './kpi-alarms';
import type { RiskRules } from './rules-schema';
import { SERIES_RULES } from './schema';
import { valueBand } from './series-rules';

type Rules = Pick<RiskRules, 'series' | 'backtestHorizon'>;

/** One KPI with everything that was rated of it, oldest first. */
export interface WatchedSeries {
  readonly kpi: KpiDefinition;
  readonly points: readonly SeriesPoint[];
}

/** Days within which a period must end to be looked at; earlier periods still count as history. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

interface Sounding {
  readonly rule: BacktestLine['rule'];
  readonly severity: BacktestLine['severity'];
  readonly at: number;
}

/** What would have been said of one series, and when it was red; places are counted in periods of its frequency. */
interface Replay {
  readonly soundings: readonly Sounding[];
  readonly reds: readonly number[];
  readonly last: number;
  readonly isSeen: (at: number) => boolean;
}

/**
 * How well the alarms of a set of rules would have warned. Each series is walked through period by period, with nothing
 * known of what came later. An alarm is right when a red value follows within the horizon (precision = right of those
 * whose horizon is over or that were right); a red value was foretold when an alarm came before it within the horizon
 * (recall). The lead is the mean of periods between the first such alarm and the red value.
 */
export function backtestSeries(series: readonly WatchedSeries[], span: Span, rules: Rules): SeriesBacktest {
  const replays = series.map((one) => replay(one, span, rules));
  const line = lineFor(replays, rules.backtestHorizon);
  const reds = replays.flatMap(({ reds: all, isSeen }) => all.filter(isSeen)).length;
  return {
    horizon: rules.backtestHorizon,
    series: series.length,
    reds,
    lines: SERIES_RULES.flatMap((rule) =>
      SEVERITIES.map((severity) => ({
        rule,
        severity,
        ...line((one) => one.rule === rule && one.severity === severity),
      })),
    ).filter(({ alarms, severity, rule }) => alarms > 0 || severity === rules.series.severities[rule]),
    // R1 says that it is red now; whether anything warned of it is a question to the others.
    warnings: line(({ rule }) => rule !== 'R1'),
  };
}

const SEVERITIES = ['red', 'amber'] as const;

function replay({ kpi, points }: WatchedSeries, { from, to }: Span, { series }: Rules): Replay {
  const months = monthsOf(kpi.frequency);
  const placeOf = ({ period }: SeriesPoint): number => lastMonth(period) / months;
  const known = points.filter((point) => lastDayOf(point) <= to);
  const seen = new Set(known.filter((point) => lastDayOf(point) >= from).map(placeOf));
  return {
    soundings: known.flatMap((point, n) =>
      newestAlarms(kpi, known.slice(0, n + 1), series).map(({ rule, severity }) => ({
        rule,
        severity,
        at: placeOf(point),
      })),
    ),
    reds: known
      .filter(({ value }) => valueBand({ ...kpi, direction: senseOf(kpi.direction) }, value) === 'red')
      .map(placeOf),
    last: Math.max(...known.map(placeOf), 0),
    isSeen: (at) => seen.has(at),
  };
}

const lastDayOf = ({ period }: SeriesPoint): string => addDays(periodDates(period).end, -1);

type Counted = Omit<BacktestLine, 'rule' | 'severity'>;

const lineFor =
  (replays: readonly Replay[], horizon: number) =>
  (isMeant: (sounding: Sounding) => boolean): Counted => {
    const counts = replays.map((one) => countsOf(one, { horizon, isMeant }));
    const total = (pick: (counts: Counts) => number): number => counts.reduce((sum, one) => sum + pick(one), 0);
    const [alarms, right, undecided] = [total((c) => c.alarms), total((c) => c.right), total((c) => c.undecided)];
    const [reds, foretold] = [total((c) => c.reds), total((c) => c.leads.length)];
    return {
      alarms,
      followed: right,
      undecided,
      precision: ratio(right, alarms - undecided),
      reds,
      preceded: foretold,
      recall: ratio(foretold, reds),
      lead: ratio(
        total(({ leads }) => leads.reduce((sum, lead) => sum + lead, 0)),
        foretold,
      ),
    };
  };

interface Counts {
  readonly alarms: number;
  readonly right: number;
  /** Not right so far, with part of their horizon still ahead. */
  readonly undecided: number;
  readonly reds: number;
  /** For each red value that was foretold: how many periods before. */
  readonly leads: readonly number[];
}

function countsOf(
  { soundings, reds, last, isSeen }: Replay,
  { horizon, isMeant }: { readonly horizon: number; readonly isMeant: (sounding: Sounding) => boolean },
): Counts {
  // Several rules at once are one warning.
  const places = [...new Set(soundings.filter(isMeant).map(({ at }) => at))];
  const seen = places.filter(isSeen);
  const isRight = (at: number): boolean => reds.some((red) => red > at && red <= at + horizon);
  const leads = reds.filter(isSeen).flatMap((red) => {
    const first = places.filter((at) => at < red && at >= red - horizon).toSorted((a, b) => a - b)[0];
    return first === undefined ? [] : [red - first];
  });
  return {
    alarms: seen.length,
    right: seen.filter(isRight).length,
    undecided: seen.filter((at) => !isRight(at) && at + horizon > last).length,
    reds: reds.filter(isSeen).length,
    leads,
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : round4(part / whole));
