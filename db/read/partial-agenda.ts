import { startOfDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { FOLLOWED } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { partialsOf } from '../stores/partial-terminations';
import { ifAny } from './agenda-sources';

/** The days on which approved parts of the service end; one that has passed unseen is due at once. */
export async function partialAgenda(
  db: Db,
  { id, state, time_zone: zone }: Pick<EngagementRow, 'id' | 'state' | 'time_zone'>,
): Promise<readonly AgendaItem[]> {
  if (!FOLLOWED.includes(state)) return [];
  const coming = (
    await ifAny(db, { source: 'partial_terminations', engagementId: id }, () => partialsOf(db, id))
  ).filter(({ status }) => status === 'approved');
  return coming.map(({ id: partial, number, effectiveDate }) => ({
    key: `part-end:${number}`,
    kind: 'part-end' as const,
    at: startOfDate(zone, effectiveDate),
    facts: { partial, number: String(number), effectiveDate },
  }));
}
