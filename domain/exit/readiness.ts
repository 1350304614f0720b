import Big from 'big.js';
import { addMonthsClamped } from '../calendar/civil';
import { round4, sum } from '../decimal';
import type { ExitReadinessAnswer, ExitReadinessInput } from './readiness-schema';

/** In the order in which people read them. */
export const READINESS_PARTS = [
  'plan',
  'alternatives',
  'dataExportProven',
  'accessInventory',
  'knowledgeTransfer',
  'financeKnown',
] as const satisfies readonly (keyof ExitReadinessInput)[];

/** Points of each part; together 100. */
export const READINESS_POINTS: Readonly<Record<(typeof READINESS_PARTS)[number], number>> = {
  plan: 20,
  alternatives: 20,
  dataExportProven: 20,
  accessInventory: 10,
  knowledgeTransfer: 15,
  financeKnown: 15,
};

/** How well an exit is prepared, 0–100. */
export const scoreReadiness = (input: ExitReadinessInput): ExitReadinessAnswer => ({
  score: round4(sum(READINESS_PARTS.map((part) => new Big(input[part]).times(READINESS_POINTS[part])))),
});

export const STALE_MONTHS = 12;
export const WORTHLESS_MONTHS = 24;

/** What evidence of a date is still worth: a drill older than twelve months counts half, older than twenty-four nothing. */
export function freshness(provenOn: string | null, asOf: string): number {
  if (provenOn === null || asOf > addMonthsClamped(provenOn, WORTHLESS_MONTHS)) return 0;
  return asOf > addMonthsClamped(provenOn, STALE_MONTHS) ? 0.5 : 1;
}
