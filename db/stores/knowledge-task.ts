import { dueOnDay } from '../../domain/action-item/marks';
import { addBusinessDays } from '../../domain/calendar/calendar';
import { localDate } from '../../domain/calendar/zone';
import type { KnowledgeView } from '../../domain/exit/knowledge-schema';
import { workCalendarOf } from '../read/work-calendar';
import type { Trx } from '../transaction';
import { openActionItem } from './action-items';
import type { EngagementRow } from './engagements';

/** Business days in which the receiver says whether it has arrived. */
const ANSWER_DAYS = 5;

/** Identity of the work to answer one hand-over. */
export const knowledgeKey = ({ id, rounds }: Pick<KnowledgeView, 'id' | 'rounds'>): string =>
  `knowledge:${id}:${rounds}`;

/** The receiver is asked whether what was handed over has arrived. */
export async function askForKnowledge(
  trx: Trx,
  engagement: EngagementRow,
  { item, now }: { readonly item: KnowledgeView; readonly now: number },
): Promise<void> {
  const { id: engagementId, owner_id: ownerId, time_zone: timeZone } = engagement;
  const calendar = await workCalendarOf(trx, timeZone);
  const day = addBusinessDays(calendar, localDate(timeZone, now), ANSWER_DAYS);
  await openActionItem(trx, {
    key: knowledgeKey(item),
    engagementId,
    kind: 'knowledge-answer',
    title: item.topic,
    assigneeId: item.receiverId,
    escalateIds: [ownerId],
    opensAt: now,
    dueAt: dueOnDay(timeZone, day),
    remindDays: [1],
    now,
  });
}
