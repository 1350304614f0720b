import type { KpiDefinition, Rated, Scorecard } from '../kpi/record-schema';
import { isOnTarget, senseOf } from '../kpi/score';
import type { PackKpi } from './pack-schema';

/** Where a KPI was rated last, and how; nothing before the first period was closed. `cards` stand oldest first. */
export function newestOf(
  key: string,
  cards: readonly Scorecard[],
): { readonly period: string | null; readonly rated: Rated | null } {
  const card = cards.findLast(({ kpis }) => kpis.some((one) => one.key === key));
  return { period: card?.period ?? null, rated: card?.kpis.find((one) => one.key === key) ?? null };
}

/** Whether a KPI met its target; where it has no value, why. A corrected value counts as corrected. */
export function statusOf(
  { direction, target }: Pick<KpiDefinition, 'direction' | 'target'>,
  { value, status }: Pick<Rated, 'value' | 'status'>,
): PackKpi['status'] {
  if (value === null) return status === 'rated' ? 'missing' : status;
  return isOnTarget(value, { direction: senseOf(direction), target }) ? 'on-target' : 'missed';
}

/** How the last value lies to the one before it, in the direction that is wanted; null where there are not two. */
export function trendOf(direction: KpiDefinition['direction'], series: PackKpi['series']): PackKpi['trend'] {
  const [last = null, before = null] = series
    .map(({ value }) => value)
    .filter((value) => value !== null)
    .toReversed();
  if (last === null || before === null) return null;
  if (last === before) return 'level';
  return last > before === (senseOf(direction) === 'maximise') ? 'better' : 'worse';
}
