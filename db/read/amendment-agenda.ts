import { startOfDate } from '../../domain/calendar/zone';
import { type AgendaItem, compareAgenda, type Cursor } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import { versionsOf } from '../stores/contract-versions';
import type { EngagementRow } from '../stores/engagements';

/**
 * First days of signed amendments. A plan is made with the contract of the day that it reaches from: on such a day another
 * one is made, or the dates of the new terms would be passed over. One that began behind the cursor is in the plan already.
 */
export async function amendmentAgenda(
  db: Db,
  { id, time_zone }: EngagementRow,
  cursor: Cursor,
): Promise<readonly AgendaItem[]> {
  const items = (await versionsOf(db, id)).flatMap(({ version, effectiveOn }): AgendaItem[] =>
    effectiveOn === null
      ? []
      : [
          {
            key: `amendment-start:${version}`,
            kind: 'amendment-start',
            at: startOfDate(time_zone, effectiveOn),
            facts: { version: String(version) },
          },
        ],
  );
  return items.filter((item) => compareAgenda(item, cursor) > 0);
}
