import type { Db } from '../knex';
import { engagementStream } from '../stores/audit';

/** Whether the trail tells that the gate of a request is decided for good. */
export async function isGateSettled(db: Db, engagementId: string, requestId: string): Promise<boolean> {
  const entry = await db<{ stream: string; type: string; seq: number }>('audit_events')
    .where({ stream: engagementStream(engagementId), type: 'engagement.gate-decided' })
    .whereRaw(`payload ->> 'requestId' = ? and payload ->> 'outcome' <> 'returned'`, [requestId])
    .first('seq');
  return entry !== undefined;
}
