import type { TrailEntry } from '../../domain/events/event';
import type { Db } from '../knex';
import type { AuditRow } from '../stores/audit';

/** The entry of the trail that a delivery tells of; null for one that tells of none. */
export async function trailEntry(
  db: Db,
  { stream, seq }: { readonly stream: string | null; readonly seq: number | null },
): Promise<TrailEntry | null> {
  if (stream === null || seq === null) return null;
  const row = await db<AuditRow>('audit_events').where({ stream, seq }).first();
  if (!row) throw new Error(`The trail has no entry ${stream}:${seq}.`);
  return {
    stream: row.stream,
    seq: row.seq,
    at: row.at.toISOString(),
    type: row.type,
    actorId: row.actor_id,
    onBehalfOfId: row.on_behalf_of_id,
    channel: row.channel,
    payload: row.payload,
  };
}
