import type { KpiDefinition, Scorecard } from './record-schema';
import { isOnTarget, senseOf } from './score';

export const KPI_STANDINGS = ['on-target', 'short', 'failing'] as const;
export type KpiStanding = (typeof KPI_STANDINGS)[number];
export const KPI_TRENDS = ['up', 'steady', 'down'] as const;
export type KpiTrend = (typeof KPI_TRENDS)[number];

/** How a KPI did in the last periods that were judged. */
export interface RecentKpi {
  readonly score: number | null;
  /** Of the score against the one before; null without two of them. */
  readonly trend: KpiTrend | null;
  /** `failing` where the value earns nothing: beyond the floor, or in the worst band. */
  readonly standing: KpiStanding | null;
}

const UNKNOWN: RecentKpi = { score: null, trend: null, standing: null };

/** Of cards from the newest to the oldest; periods in which it was not rated say nothing. */
export function recentKpi(
  kpi: Pick<KpiDefinition, 'key' | 'target' | 'direction'>,
  cards: readonly Scorecard[],
): RecentKpi {
  const rated = cards.flatMap(({ kpis }) =>
    kpis.flatMap(({ key, value, score }) =>
      key === kpi.key && value !== null && score !== null ? [{ value, score }] : [],
    ),
  );
  const [newest, before] = rated;
  if (!newest) return UNKNOWN;
  const { score, value } = newest;
  const onTarget = isOnTarget(value, { target: kpi.target, direction: senseOf(kpi.direction) });
  return {
    score,
    trend: before ? trendOf(score - before.score) : null,
    standing: onTarget ? 'on-target' : score === 0 ? 'failing' : 'short',
  };
}

const trendOf = (change: number): KpiTrend => (change === 0 ? 'steady' : change > 0 ? 'up' : 'down');
