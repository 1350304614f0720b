import { localDate, toInstant } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { contractYears } from '../../domain/retrospective/retrospective';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { openedYears } from '../stores/retrospectives';
import { ifAny } from './agenda-sources';
import { contractInForce } from './contract-in-force';
import { serviceEndOf } from './service-end';

/** Years that are shown ahead. */
const AHEAD = 2;
const MORNING = 9 * 3_600_000;

/** Each anniversary of the contract since the engagement was opened that lies within its service, as known at an instant. */
export async function retrospectiveAgenda(
  db: Db,
  engagement: EngagementRow,
  at: number,
): Promise<readonly AgendaItem[]> {
  const { id, live_on: liveOn, time_zone: timeZone, created_at: createdAt } = engagement;
  if (liveOn === null) return [];
  const opened = localDate(timeZone, createdAt.getTime());
  const start = (await contractInForce(db, id, liveOn))?.terms.start;
  if (start === undefined) return [];
  const endOn = await serviceEndOf(db, engagement, at);
  const done = new Set(await ifAny(db, { source: 'retrospectives', engagementId: id }, () => openedYears(db, id)));
  return contractYears(start, opened)
    .filter(({ year, anniversary }) => !done.has(year) && (endOn === null || anniversary <= endOn))
    .slice(0, AHEAD)
    .map(({ year, from, anniversary }) => ({
      key: `retrospective:${year}`,
      kind: 'retrospective',
      at: toInstant(timeZone, { date: anniversary, msOfDay: MORNING }),
      facts: { year: String(year), from, anniversary },
    }));
}
