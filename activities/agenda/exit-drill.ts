import { drillAgenda, drillKey } from '../../db/read/drill-agenda';
import { endItem, openActionItem } from '../../db/stores/action-items';
import { dueOnDay } from '../../domain/action-item/marks';
import type { PerformItem } from './index';

/** The owner is asked to try the exit and to review its plan; a drill that has passed since answers it. */
export const speakOfDrill: PerformItem = async ({ trx, engagement, item, now }) => {
  const wanted = (await drillAgenda(trx, engagement)).find(({ key }) => key === item.key);
  const { word, due = '', item: key = '' } = wanted?.facts ?? {};
  if (word === 'done') await endItem(trx, key, now);
  if (word === 'ask')
    await openActionItem(trx, {
      key: drillKey(engagement.id, due),
      engagementId: engagement.id,
      kind: 'exit-drill',
      title: engagement.title.slice(0, 200),
      assigneeId: engagement.owner_id,
      escalateIds: engagement.sponsor_id === null ? [] : [engagement.sponsor_id],
      opensAt: now,
      dueAt: dueOnDay(engagement.time_zone, due),
      now,
    });
  return { replan: true };
};
