import { periodDates, previousPeriod } from '../calendar/periods';
import type { KpiDefinition, Scorecard } from '../kpi/record-schema';
import { isOnTarget, senseOf } from '../kpi/score';
import type { Direction } from '../kpi/schema';
import type { KpiSeries } from '../risk/kpi-alarms';
import { valueBand } from '../risk/series-rules';
import type { ImprovementPlan, PlanReading } from './plan';
import type { PlanMilestone } from './schema';
import type { PlanTrigger } from './words';

/** A KPI in a closed period, judged by its definition for that period. */
export interface JudgedReading extends PlanReading {
  readonly isRed: boolean;
  readonly meets: boolean;
}

/** Below this score, 0–100, a KPI without a red threshold of its own is red. */
const POOR_SCORE = 50;

/**
 * What a card says of each KPI. Red is a value beyond the red threshold of its KPI or, where it has none, one with a score
 * below 50. Without a value nothing is red and nothing is met.
 */
export const readCard = (
  { period, kpis: rated }: Pick<Scorecard, 'period' | 'kpis'>,
  definitions: readonly KpiDefinition[],
): readonly JudgedReading[] =>
  rated.flatMap(({ key, value, score }) => {
    const kpi = definitions.find((one) => one.key === key);
    if (!kpi) return [];
    const direction = senseOf(kpi.direction);
    const red = kpi.red === undefined ? score !== null && score < POOR_SCORE : isBeyondRed(kpi, { value, direction });
    const meets = value !== null && isOnTarget(value, { target: kpi.target, direction });
    return [{ kpi: key, period, value, target: kpi.target, isRed: value !== null && red, meets }];
  });

const isBeyondRed = (
  { red }: KpiDefinition,
  { value, direction }: { readonly value: number | null; readonly direction: Direction },
): boolean => valueBand({ direction, ...(red !== undefined && { red }) }, value ?? undefined) === 'red';

/** The newest two readings of a KPI where their periods follow each other; null otherwise. */
function lastTwo(readings: readonly JudgedReading[], kpi: string): readonly [JudgedReading, JudgedReading] | null {
  const own = readings.filter((reading) => reading.kpi === kpi).sort((a, b) => (a.period < b.period ? -1 : 1));
  const [earlier, later] = own.slice(-2);
  return earlier && later && previousPeriod(later.period) === earlier.period ? [earlier, later] : null;
}

const bare = ({ kpi, period, value, target }: JudgedReading): PlanReading => ({ kpi, period, value, target });

export interface NeededPlan {
  readonly trigger: Exclude<PlanTrigger, 'manual'>;
  readonly kpis: readonly string[];
  readonly evidence: readonly PlanReading[];
}

interface Judged {
  readonly card: Pick<Scorecard, 'period'>;
  /** The band that holds the score of the period requires a plan. */
  readonly isPoor: boolean;
  /** Of this period and earlier ones. */
  readonly readings: readonly JudgedReading[];
  /** KPIs that a plan is running for. */
  readonly covered: readonly string[];
}

/**
 * The plans that a closed period asks for: one for all that missed its target where the period was poor, else one for
 * the KPIs that were red in it and in the period before. What a plan is running for needs no other one.
 */
export function plansNeeded({ card, isPoor, readings, covered }: Judged): readonly NeededPlan[] {
  const own = readings.filter(({ period, kpi }) => period === card.period && !covered.includes(kpi));
  const missed = isPoor ? own.filter(({ meets }) => !meets) : [];
  if (missed.length > 0) return [needed('standing', missed, missed)];
  const twice = own.flatMap(({ kpi }) => {
    const pair = lastTwo(readings, kpi);
    return pair?.every(({ isRed }) => isRed) ? [pair] : [];
  });
  return twice.length === 0
    ? []
    : [
        needed(
          'kpi',
          twice.map(([, later]) => later),
          twice.flat(),
        ),
      ];
}

/** The plan that a low standing asks for: one for all that missed its target in the period and that no plan is running for. */
export function planOfStanding({
  period,
  readings,
  covered,
}: Pick<Judged, 'readings' | 'covered'> & { readonly period: string }): NeededPlan | null {
  const missed = readings.filter((one) => one.period === period && !one.meets && !covered.includes(one.kpi));
  return missed.length === 0 ? null : needed('standing', missed, missed);
}

const needed = (
  trigger: NeededPlan['trigger'],
  of: readonly JudgedReading[],
  evidence: readonly JudgedReading[],
): NeededPlan => ({ trigger, kpis: of.map(({ kpi }) => kpi).sort(), evidence: evidence.map(bare) });

/**
 * The readings that close a plan: each of its KPIs met its target in its last two closed periods, one after the other, and
 * both of them ended after the day on which the plan was opened. Null while that is not so.
 */
export function closingEvidence(
  { kpis }: Pick<ImprovementPlan, 'kpis'>,
  readings: readonly JudgedReading[],
  openedOn: string,
): readonly PlanReading[] | null {
  const pairs = kpis.map((kpi) => lastTwo(readings, kpi));
  const proves = pairs.every((pair) => pair?.every(({ meets, period }) => meets && periodDates(period).end > openedOn));
  return proves ? pairs.flatMap((pair) => (pair ?? []).map(bare)) : null;
}

export interface MilestoneStanding {
  readonly state: 'on-target' | 'failing' | null;
  readonly value: number | null;
}

/** How a milestone stands by the newest closed period that touches its days. */
export function standingOf(
  { kpi, targetValue: target, from, to }: PlanMilestone,
  series: readonly KpiSeries[],
  definitions: readonly Pick<KpiDefinition, 'key' | 'direction'>[],
): MilestoneStanding {
  const direction = senseOf(definitions.find(({ key }) => key === kpi)?.direction ?? 'maximise');
  const points = series.find(({ key }) => key === kpi)?.points ?? [];
  const newest = points.findLast(({ period }) => {
    const { start, end } = periodDates(period);
    return start <= to && end > from;
  });
  if (!newest) return { state: null, value: null };
  const state = isOnTarget(newest.value, { target, direction }) ? 'on-target' : 'failing';
  return { state, value: newest.value };
}
