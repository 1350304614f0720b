import type { Db } from '../knex';
import { engagementStream } from '../stores/audit';
import type { AuditLine } from './audit';

interface Row {
  readonly stream: string;
  readonly seq: number;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly on_behalf_of_id: string | null;
  readonly channel: string;
  readonly type: string;
  readonly payload: AuditLine['payload'];
  readonly hash: string;
}

/** The newest entries of an engagement's trail before entry `before`, newest first. */
export async function engagementTrail(
  db: Db,
  engagementId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const query = db<Row>('audit_events')
    .where({ stream: engagementStream(engagementId) })
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== null) void query.where('seq', '<', before);
  const rows = await query;
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    onBehalfOfId: row.on_behalf_of_id,
    channel: row.channel,
    type: row.type,
    payload: row.payload,
    hash: row.hash,
  }));
}
