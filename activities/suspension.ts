import { findEngagement } from '../db/stores/engagements';
import { beginSuspension, endSuspension } from '../db/stores/suspensions';
import type { Trx } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import type { Engagement } from '../domain/engagement/engagement';
import { isEnded } from '../domain/engagement/statuses';

interface Noted {
  readonly engagement: Engagement;
  readonly type: string;
  readonly actorId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly now: number;
}

/** Keeps the days on which the service stands still: what is measured and paid follows from them. */
export async function noteSuspension(trx: Trx, { engagement, type, actorId, detail, now }: Noted): Promise<void> {
  const { id, version, state, suspendedFrom } = engagement;
  const row = await findEngagement(trx, id);
  if (!row) return;
  const step = { engagementId: id, version, day: localDate(row.time_zone, now), by: actorId, now };
  if (type === 'engagement.suspended') {
    const reason = typeof detail['reason'] === 'string' ? detail['reason'] : '';
    await beginSuspension(trx, { ...step, reason });
  } else if (suspendedFrom === null || isEnded(state)) await endSuspension(trx, step);
}
