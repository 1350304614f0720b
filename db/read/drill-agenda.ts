import { isPending } from '../../domain/action-item/kinds';
import { addDays } from '../../domain/calendar/civil';
import { toInstant } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { drillDue } from '../../domain/exit/drill-date';
import type { Preparation } from '../../domain/exit/preparation';
import type { Db } from '../knex';
import { itemsOfKind } from '../stores/action-items';
import type { EngagementRow } from '../stores/engagements';
import { preparationOf } from './preparation';

/** Days before a drill is due on which its owner is asked for it. */
const ASK_DAYS = 30;
const MORNING = 9 * 3_600_000;

/** Identity of the work to try the exit by a day. */
export const drillKey = (engagementId: string, due: string): string => `exit-drill:${engagementId}:${due}`;

export const drillDueOn = ({ state, criticality }: EngagementRow, known: Preparation): string | null =>
  state === 'IN_SERVICE' || state === 'SUSPENDED' ? drillDue(known, criticality) : null;

/** The next yearly drill of the exit; what was asked for before another drill passed is no longer asked for. */
export async function drillAgenda(db: Db, engagement: EngagementRow): Promise<readonly AgendaItem[]> {
  if (engagement.criticality === 'general' || engagement.live_on === null) return [];
  const due = drillDueOn(engagement, await preparationOf(db, engagement));
  const known = await itemsOfKind(db, engagement.id, 'exit-drill');
  const wanted = due === null ? null : drillKey(engagement.id, due);
  const old = known
    .filter(({ key, state }) => key !== wanted && isPending(state))
    .map(({ id, key }) => item(`done:${id}`, 0, { word: 'done', item: key }));
  if (due === null || known.some(({ key }) => key === wanted)) return old;
  const at = toInstant(engagement.time_zone, { date: addDays(due, -ASK_DAYS), msOfDay: MORNING });
  return [...old, item(due, at, { word: 'ask', due })];
}

const item = (subject: string, at: number, facts: AgendaItem['facts']): AgendaItem => ({
  ...{ key: `exit-drill:${subject}`, kind: 'exit-drill', at, facts },
});
