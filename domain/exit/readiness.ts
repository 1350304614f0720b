import Big from 'big.js';
import { addMonthsClamped } from '../calendar/civil';
import { round4, sum } from '../decimal';
import type { ExitReadinessAnswer, ExitReadinessInput } from './readiness-schema';

/** Points of each part; together 100. */
export const READINESS_POINTS: Readonly<Record<keyof ExitReadinessInput, number>> = {
  plan: 20,
  alternatives: 20,
  dataExportProven: 20,
  accessInventory: 10,
  knowledgeTransfer: 15,
  financeKnown: 15,
};

/** How well an exit is prepared, 0–100. */
export const scoreReadiness = (input: ExitReadinessInput): ExitReadinessAnswer => ({
  score: round4(
    sum([
      new Big(input.plan).times(READINESS_POINTS.plan),
      new Big(input.alternatives).times(READINESS_POINTS.alternatives),
      new Big(input.dataExportProven).times(READINESS_POINTS.dataExportProven),
      new Big(input.accessInventory).times(READINESS_POINTS.accessInventory),
      new Big(input.knowledgeTransfer).times(READINESS_POINTS.knowledgeTransfer),
      new Big(input.financeKnown).times(READINESS_POINTS.financeKnown),
    ]),
  ),
});

export const STALE_MONTHS = 12;
export const WORTHLESS_MONTHS = 24;

/** What evidence of a date is still worth: a drill older than twelve months counts half, older than twenty-four nothing. */
export function freshness(provenOn: string | null, asOf: string): number {
  if (provenOn === null || asOf > addMonthsClamped(provenOn, WORTHLESS_MONTHS)) return 0;
  return asOf > addMonthsClamped(provenOn, STALE_MONTHS) ? 0.5 : 1;
}
