import { dueAfter } from '../../domain/action-item/due';
import type { Correction } from '../../domain/kpi/correction-schema';
import { workCalendarOf } from '../read/work-calendar';
import type { Trx } from '../transaction';
import { openActionItem } from './action-items';
import type { EngagementRow } from './engagements';

/** Business days within which a second person should have decided. */
const DECIDE_DAYS = 3;
/** Identity of the work of deciding on it. */
export const correctionItemKey = ({ id }: Pick<Correction, 'id'>): string => `kpi-correction:${id}`;

export interface Asking {
  readonly engagement: EngagementRow;
  readonly correction: Correction;
  readonly now: number;
}

/** Whoever answers for the engagement and did not propose the value finds it among their work. */
export async function askSecondPerson(trx: Trx, { engagement, correction, now }: Asking): Promise<void> {
  const { owner_id: owner, sponsor_id: sponsor, roles, time_zone: timeZone } = engagement;
  const order = [owner, sponsor, roles.serviceManager, roles.contractManager];
  const others = order.filter((id) => typeof id === 'string').filter((id) => id !== correction.proposedBy);
  const calendar = await workCalendarOf(trx, timeZone);
  await openActionItem(trx, {
    key: correctionItemKey(correction),
    engagementId: engagement.id,
    kind: 'kpi-correction',
    title: `${correction.key} ${correction.period}`,
    assigneeId: others[0] ?? owner,
    escalateIds: others.slice(1, 2),
    opensAt: now,
    dueAt: dueAfter(calendar, { from: now, days: DECIDE_DAYS }),
    remindDays: [1],
    now,
  });
}
