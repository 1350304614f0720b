import { v7 as uuidv7 } from 'uuid';
import { DUTIES, dutiesOf, firstDueOf } from '../../domain/contract/compliance';
import type { Trx } from '../transaction';
import type { EngagementRow } from './engagements';
import { insertObligation } from './obligations';

/** The service begins: what the law wants of it again and again, each duty once; the reader's language names it. */
export async function insertDuties(
  trx: Trx,
  engagement: EngagementRow,
  { liveOn, now }: { readonly liveOn: string; readonly now: number },
): Promise<void> {
  for (const duty of dutiesOf(engagement.criticality)) {
    const { every, leadDays, role } = DUTIES[duty];
    const assigneeId = engagement.roles[role] ?? engagement.owner_id;
    const definition = {
      party: 'us' as const,
      category: 'compliance' as const,
      title: duty,
      schedule: { every, from: firstDueOf(duty, liveOn), onDayOff: 'previous' as const },
      leadDays,
      assigneeId,
      ...(assigneeId !== engagement.owner_id && { approverId: engagement.owner_id }),
    };
    await insertObligation(trx, { id: uuidv7(), engagementId: engagement.id, duty, definition, now });
  }
}
