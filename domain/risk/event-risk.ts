import Big from 'big.js';
import { daysBetween } from '../calendar/civil';
import { round4, sum } from '../decimal';
import { SHIPPED_RISK_RULES } from './rules';
import type { RiskRules } from './rules-schema';
import type { EventRiskAnswer, EventRiskInput, WarningEvent } from './schema';

type EventRules = RiskRules['events'];
const FULL_BP = 10_000;

/**
 * Early warning from events: Σ category · severity · time decay (· 0.85 when rectified) · importance. The tier follows
 * the score; a red line is a severity of 3 or more within twelve weeks, whatever the score. The numbers are those of the
 * rules as they ship.
 */
export function scoreEvents(
  { asOf, importanceBp = FULL_BP, events }: EventRiskInput,
  rules: EventRules = SHIPPED_RISK_RULES.events,
): EventRiskAnswer {
  const score = sum(events.map((event) => weightOf(event, { asOf, importanceBp, rules })));
  return {
    score: round4(score),
    tier: score.gte(rules.redFrom) ? 'red' : score.gte(rules.yellowFrom) ? 'yellow' : 'green',
    redLine: events.some((event) => isRedLine(event, { asOf, rules })),
  };
}

interface Scale {
  readonly asOf: string;
  readonly importanceBp: number;
  readonly rules: EventRules;
}

/** What one event adds to the score. */
export function weightOf(
  { category, severity, rectified, observedOn }: WarningEvent,
  { asOf, importanceBp, rules }: Scale,
): Big {
  const age = daysBetween(observedOn, asOf);
  return new Big(rules.categories[category])
    .times(rules.severities[severity - 1] ?? 0)
    .times(rules.decay.find(({ days }) => age <= days)?.share ?? rules.oldShare)
    .times(rectified ? rules.rectifiedShare : 1)
    .times(importanceBp)
    .div(FULL_BP);
}

export const isRedLine = (
  { severity, observedOn }: Pick<WarningEvent, 'severity' | 'observedOn'>,
  { asOf, rules }: Pick<Scale, 'asOf' | 'rules'>,
): boolean => severity >= rules.redLineSeverity && daysBetween(observedOn, asOf) <= rules.redLineDays;
