import { dueAfter } from '../../domain/action-item/due';
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
  await openActionItem(trx, {
    key: knowledgeKey(item),
    engagementId,
    kind: 'knowledge-answer',
    title: item.topic,
    assigneeId: item.receiverId,
    escalateIds: [ownerId],
    opensAt: now,
    dueAt: dueAfter(await workCalendarOf(trx, timeZone), { from: now, days: ANSWER_DAYS }),
    remindDays: [1],
    now,
  });
}
