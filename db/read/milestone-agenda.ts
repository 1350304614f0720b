import { FOLLOWED, standsStill } from '../../domain/engagement/statuses';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { milestoneDates } from '../../domain/milestone/agenda';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { milestonesToSpeakOf } from '../stores/milestones';
import { ifAny } from './agenda-sources';
import { milestoneClock } from './milestone-rules';

/** A vendor hears of milestones once both have signed; a suspension stops their clocks. */
export async function milestoneAgenda(db: Db, engagement: EngagementRow): Promise<readonly AgendaItem[]> {
  if (!FOLLOWED.includes(engagement.state) || standsStill(engagement)) return [];
  const milestones = await ifAny(db, { source: 'milestones', engagementId: engagement.id }, () =>
    milestonesToSpeakOf(db, engagement.id),
  );
  if (milestones.length === 0) return [];
  const clock = await milestoneClock(db, engagement);
  return milestones.flatMap((milestone) => milestoneDates(milestone, clock));
}
