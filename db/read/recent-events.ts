import type { Db } from '../knex';
import type { AuditLine } from './audit';

export interface RecentEvent extends Omit<AuditLine, 'hash'> {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly seq: number;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly on_behalf_of_id: string | null;
  readonly channel: string;
  readonly type: string;
  readonly payload: AuditLine['payload'];
}

/** The newest entries of the trails of all engagements, newest first, for somebody who may read all of them. */
export async function recentEvents(db: Db, limit: number): Promise<readonly RecentEvent[]> {
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `select e.id, e.number, e.title, a.seq, a.at, a.actor_id, a.on_behalf_of_id, a.channel, a.type, a.payload
     from audit_events a join engagements e on e.id = substr(a.stream, length('engagement:') + 1)::uuid
     where a.stream like 'engagement:%'
     order by a.at desc, a.stream, a.seq desc limit ?`,
    [limit],
  );
  return rows.map((row) => ({
    engagement: { id: row.id, number: row.number, title: row.title },
    seq: row.seq,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    onBehalfOfId: row.on_behalf_of_id,
    channel: row.channel,
    type: row.type,
    payload: row.payload,
  }));
}
