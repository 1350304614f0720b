import { COMPLIANCE_DUTIES } from '../../domain/contract/compliance';
import { openActionItem, type OpenItem } from '../../db/stores/action-items';
import { noteOpened, obligationsOf, type StoredObligation } from '../../db/stores/obligations';
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
    ...wordsOf(obligation),
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

/** What the two sides agreed is called as they wrote it; a duty of the law is a kind of work with words in every language. */
const wordsOf = ({ duty, definition }: StoredObligation): Pick<OpenItem, 'kind' | 'title'> => {
  if (duty === null) return { kind: 'obligation', title: definition.title };
  const known = COMPLIANCE_DUTIES.find((one) => one === duty);
  return known ? { kind: `compliance-${known}`, title: null } : { kind: 'compliance', title: definition.title };
};
