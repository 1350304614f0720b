import { retrospectiveFacts } from '../../db/read/retrospective';
import { workCalendarOf } from '../../db/read/work-calendar';
import { openActionItem } from '../../db/stores/action-items';
import { insertRetrospective, retrospectiveItemKey } from '../../db/stores/retrospectives';
import { dueOnDay } from '../../domain/action-item/marks';
import { addBusinessDays } from '../../domain/calendar/calendar';
import type { PerformItem } from './index';

/** Business days in which the owner looks back. */
const BUSINESS_DAYS = 20;

/** A contract year is over: what the records say of it is kept, and its owner is to say what was learnt. */
export const openRetrospective: PerformItem = async ({ trx, engagement, item, now }) => {
  const { from = '', anniversary = '' } = item.facts;
  const { id: engagementId, owner_id: ownerId, sponsor_id: sponsorId, time_zone: timeZone } = engagement;
  const year = { year: Number(item.facts['year']), from, anniversary };
  const facts = await retrospectiveFacts(trx, engagement, year);
  await insertRetrospective(trx, { engagementId, ...year, facts, openedAt: now });
  const calendar = await workCalendarOf(trx, timeZone);
  await openActionItem(trx, {
    key: retrospectiveItemKey(engagementId, year.year),
    engagementId,
    kind: 'retrospective',
    title: `${engagement.title} ${year.year}`.slice(0, 200),
    assigneeId: ownerId,
    escalateIds: sponsorId === null ? [] : [sponsorId],
    opensAt: now,
    dueAt: dueOnDay(timeZone, addBusinessDays(calendar, anniversary, BUSINESS_DAYS)),
    now,
  });
  return { replan: true };
};
