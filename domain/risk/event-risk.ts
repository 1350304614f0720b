import Big from 'big.js';
import { daysBetween } from '../calendar/civil';
import { round4, sum } from '../decimal';
import type { EventRiskAnswer, EventRiskInput, WarningEvent } from './schema';

/** Weights of the event score: how grave a category is, how much a severity of 1–5 adds. */
const CATEGORY_WEIGHT: Readonly<Record<WarningEvent['category'], number>> = {
  quality: 1,
  capacity: 1.2,
  legal: 1.3,
  data: 1.5,
  communication: 0.8,
};
const SEVERITY_WEIGHT: readonly number[] = [0.6, 1, 2, 3, 4];
const RECTIFIED = 0.85;

/** An event fades: up to so many days old it still counts this much. */
const DECAY: readonly (readonly [days: number, share: number])[] = [
  [14, 1],
  [28, 0.85],
  [56, 0.6],
  [84, 0.4],
];
const OLD = 0.2;

const RED_FROM = 2;
const YELLOW_FROM = 0.8;
const RED_LINE_SEVERITY = 3;
const RED_LINE_DAYS = 84;
const FULL_BP = 10_000;

/**
 * Early warning from events: Σ category · severity · time decay (· 0.85 when rectified) · importance. The tier follows
 * the score; a red line is a severity of 3 or more within twelve weeks, whatever the score.
 */
export function scoreEvents({ asOf, importanceBp = FULL_BP, events }: EventRiskInput): EventRiskAnswer {
  const aged = events.map((event) => ({ event, age: daysBetween(event.observedOn, asOf) }));
  const score = sum(aged.map(({ event, age }) => weightOf(event, age)))
    .times(importanceBp)
    .div(FULL_BP);
  return {
    score: round4(score),
    tier: score.gte(RED_FROM) ? 'red' : score.gte(YELLOW_FROM) ? 'yellow' : 'green',
    redLine: aged.some(({ event, age }) => event.severity >= RED_LINE_SEVERITY && age <= RED_LINE_DAYS),
  };
}

const weightOf = ({ category, severity, rectified }: WarningEvent, age: number): Big =>
  new Big(CATEGORY_WEIGHT[category])
    .times(SEVERITY_WEIGHT[severity - 1] ?? 0)
    .times(DECAY.find(([days]) => age <= days)?.[1] ?? OLD)
    .times(rectified ? RECTIFIED : 1);
