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

const OWN = 100;
const MOVING = 50;

/**
 * Where something may have happened last: engagements that the person owns, and those that were started, asked about or warned
 * of last. A few by their indexes, for no index tells the newest entry of all trails.
 */
const MOVED = `
  (select id from engagements where owner_id = :personId order by id desc limit ${OWN})
  union (select id from engagements order by id desc limit ${MOVING})
  union select engagement_id from (select engagement_id from requests order by id desc limit ${MOVING}) asked
    where engagement_id is not null
  union select engagement_id from (select engagement_id from alarms where state = 'open' order by id desc limit ${MOVING}) warned`;

/** The newest entries of these engagements' trails, newest first, for somebody who may read all of them. */
export async function recentEvents(db: Db, personId: string, limit: number): Promise<readonly RecentEvent[]> {
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `with moved (id) as (${MOVED}),
     newest as (
       select moved.id, entry.stream, entry.seq, entry.at
       from moved cross join lateral (
         select stream, seq, at from audit_events where stream = 'engagement:' || moved.id
         order by seq desc limit :limit) entry
       order by entry.at desc, moved.id, entry.seq desc limit :limit)
     select e.id, e.number, e.title, a.seq, a.at, a.actor_id, a.on_behalf_of_id, a.channel, a.type, a.payload
     from newest join audit_events a on a.stream = newest.stream and a.seq = newest.seq join engagements e on e.id = newest.id
     order by a.at desc, e.id, a.seq desc`,
    { personId, limit },
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
