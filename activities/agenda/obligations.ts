import { openActionItem } from '../../db/stores/action-items';
import { noteOpened, obligationsOf } from '../../db/stores/obligations';
import { dueOnDay } from '../../domain/action-item/marks';
import type { PerformItem } from './index';
import { holders } from './people';

/** A duty of the contract comes near: whoever it lies with gets the task, once for each due date. */
export const openObligation: PerformItem = async ({ trx, engagement, item, now }) => {
  const { obligation: id = '', due = '' } = item.facts;
  const obligation = (await obligationsOf(trx, engagement.id)).find((one) => one.id === id);
  if (!obligation || obligation.state === 'ended') return { replan: true };
  const { definition, duty } = obligation;
  await openActionItem(trx, {
    key: `obligation:${id}:${due}`,
    engagementId: engagement.id,
    kind: duty === null ? 'obligation' : 'compliance',
    title: definition.title,
    assigneeId: definition.assigneeId,
    approverId: definition.approverId ?? null,
    escalateIds: holders(engagement, 'owner', 'contractManager'),
    opensAt: now,
    dueAt: dueOnDay(engagement.time_zone, due),
    alarm: { rule: duty === null ? 'OBLIGATION_OVERDUE' : 'COMPLIANCE_OVERDUE', severity: 'amber' },
    now,
  });
  await noteOpened(trx, id, due);
  return { replan: true };
};
