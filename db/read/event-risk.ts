import { eventsOf, weighEvents } from '../../domain/risk/warnings';
import type { EventRisk } from '../../domain/risk/warnings-schema';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { incidentsOf } from '../stores/incidents';
import { signalsOf } from '../stores/signals';
import { riskRules } from './risk-rules';

/** The event score of an engagement on a day, from everything recorded about it. */
export async function eventRiskOf(
  db: Db,
  { id, time_zone: timeZone, criticality }: Pick<EngagementRow, 'id' | 'time_zone' | 'criticality'>,
  asOf: string,
): Promise<EventRisk> {
  const signals = await signalsOf(db, id);
  const incidents = await incidentsOf(db, id);
  const rules = await riskRules(db);
  const events = eventsOf({ signals, incidents, timeZone }, rules.incidents);
  return weighEvents(events, { asOf, criticality, rules: rules.events });
}
