import { checklistOf } from '../../domain/planning/checklist';
import type { ChecklistItem } from '../../domain/planning/checklist-schema';
import type { Db } from '../knex';
import { ticksOf } from '../stores/checklist-ticks';
import type { EngagementRow } from '../stores/engagements';
import { lessonsFor } from '../stores/lessons';
import { serviceTypeOf } from './service-types';

type Checked = Pick<EngagementRow, 'id' | 'service_type' | 'created_at'>;

/** The checklist of an engagement as it stands. */
export async function engagementChecklist(db: Db, engagement: Checked): Promise<readonly ChecklistItem[]> {
  const { id, service_type: serviceType, created_at: createdAt } = engagement;
  const { checklist } = await serviceTypeOf(db, serviceType);
  const lessons = await lessonsFor(db, { id, serviceType, createdAt });
  const ticks = await ticksOf(db, id);
  return checklistOf({ catalogue: checklist, lessons, ticks });
}
