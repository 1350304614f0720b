import { round4 } from '../decimal';
import { localDate } from '../calendar/zone';
import type { Criticality } from '../planning/catalogue';
import { type FoundAlarm, millisOf } from './alarm';
import { isRedLine, scoreEvents, weightOf } from './event-risk';
import type { IncidentView, SignalView } from './record-schema';
import type { RiskRules } from './rules-schema';
import type { EventRisk, EventSource } from './warnings-schema';

interface Facts {
  readonly signals: readonly SignalView[];
  readonly incidents: readonly IncidentView[];
  readonly timeZone: string;
}

/** Signals and incidents as warning events; a closed incident counts as rectified. */
export const eventsOf = (
  { signals, incidents, timeZone }: Facts,
  { severities }: RiskRules['incidents'],
): readonly EventSource[] => [
  ...signals.map(({ id, type, severity, observedOn, rectified = false }) => ({
    kind: 'signal' as const,
    id,
    category: type,
    severity,
    observedOn,
    rectified,
  })),
  ...incidents.map(({ id, category, severity, detectedAt, personalData, state }) => ({
    kind: 'incident' as const,
    id,
    category: category ?? (personalData ? ('data' as const) : ('quality' as const)),
    severity: severities[severity],
    observedOn: localDate(timeZone, millisOf(detectedAt)),
    rectified: state === 'closed',
  })),
];

interface Weighing {
  readonly asOf: string;
  readonly criticality: Criticality;
  readonly rules: RiskRules['events'];
}

/** The score of an engagement on a day with what each event adds to it, heaviest first. Later events are not known yet. */
export function weighEvents(sources: readonly EventSource[], { asOf, criticality, rules }: Weighing): EventRisk {
  const importanceBp = rules.importanceBp[criticality];
  const events = sources.filter(({ observedOn }) => observedOn <= asOf);
  const contributions = events
    .map((event) => ({
      ...event,
      weight: round4(weightOf(event, { asOf, importanceBp, rules })),
      redLine: isRedLine(event, { asOf, rules }),
    }))
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  return { asOf, importanceBp, ...scoreEvents({ asOf, importanceBp, events: [...events] }, rules), contributions };
}

const SHOWN_EVENTS = 10;

/**
 * What the score gives rise to: one alarm about the category that adds most to it (yellow → amber, red → red), and a red
 * one about each category with an event beyond the red line.
 */
export function eventAlarms({ asOf, score, tier, contributions }: EventRisk): readonly FoundAlarm[] {
  const crossed = contributions.filter(({ redLine }) => redLine).map(({ category }) => category);
  const leading = tier === 'green' ? [] : [leadingCategory(contributions)].filter((one) => one !== null);
  return [...new Set([...leading, ...crossed])].map((category) => ({
    rule: 'EVENT_RISK',
    subject: category,
    severity: tier === 'red' || crossed.includes(category) ? 'red' : 'amber',
    evidence: { asOf, score, tier, redLine: crossed.includes(category), events: shown(contributions, category) },
  }));
}

/** Date and severity of the events behind an alarm. */
const shown = (contributions: EventRisk['contributions'], category: EventSource['category']): readonly string[] =>
  contributions
    .filter((one) => one.category === category)
    .slice(0, SHOWN_EVENTS)
    .map(({ observedOn, severity, weight }) => `${observedOn} (${severity}): ${weight}`);

function leadingCategory(contributions: EventRisk['contributions']): EventSource['category'] | null {
  const totals = new Map<EventSource['category'], number>();
  for (const { category, weight } of contributions) totals.set(category, (totals.get(category) ?? 0) + weight);
  return (
    [...totals].reduce<[EventSource['category'], number] | null>(
      (best, one) => (best === null || one[1] > best[1] ? one : best),
      null,
    )?.[0] ?? null
  );
}
