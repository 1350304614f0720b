import { renewalDossierOf } from '../../db/read/renewal';
import { openActionItem } from '../../db/stores/action-items';
import { insertDossier } from '../../db/stores/renewal-dossiers';
import { dueOnDay } from '../../domain/action-item/marks';
import type { AgendaStep, PerformItem } from './index';
import { holders } from './people';

/** Ninety days before the deadline everything that speaks for and against going on is put together, once for each term. */
export const prepareRenewal: PerformItem = async ({ trx, engagement, item, now }) => {
  const { termEnd = '' } = item.facts;
  await insertDossier(trx, engagement.id, { termEnd, dossier: await renewalDossierOf(trx, engagement, now), now });
  return { replan: true };
};

export const renewalItemKey = (engagementId: string, termEnd: string): string => `renewal:${engagementId}:${termEnd}`;

/** From the first reminder on somebody owes the decision: to submit gate G4 before the deadline. */
export async function askForDecision({ trx, engagement, item, now }: AgendaStep): Promise<void> {
  const { termEnd = '', deadline = '' } = item.facts;
  const [assigneeId = engagement.owner_id] = holders(engagement, 'contractManager');
  await openActionItem(trx, {
    key: renewalItemKey(engagement.id, termEnd),
    engagementId: engagement.id,
    kind: 'renewal',
    assigneeId,
    escalateIds: holders(engagement, 'owner', 'sponsor'),
    opensAt: now,
    dueAt: dueOnDay(engagement.time_zone, deadline),
    // The reminders of the notice are mailed already.
    remindDays: [],
    now,
  });
}
