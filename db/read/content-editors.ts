import { CONTENT_EVENTS } from '../../domain/approval/content';
import type { Db } from '../knex';
import { engagementStream } from '../stores/audit';
import type { SubjectRow } from '../stores/subjects';
import { dutyRules } from './duty-rules';

/** A subject of an engagement as it was written down at an instant. */
export interface Content {
  readonly type: string;
  readonly engagementId: string;
  readonly writtenAt: Date;
  /** The milestone that it is about, where it is about one alone. */
  readonly milestoneId: string | null;
}

/**
 * Whoever last changed a part of what a request decides on, by the trail; nobody while the rules do not ask for it. An edit made
 * while the request was on its way counts beside the one before, so that nobody's is hidden behind it.
 */
export async function contentEditors(db: Db, content: Content): Promise<readonly string[]> {
  const types = CONTENT_EVENTS.get(content.type);
  if (!types || !(await dutyRules(db)).noApprovalsByEditors) return [];
  const { engagementId, writtenAt, milestoneId } = content;
  const { rows } = await db.raw<{ rows: readonly { actor_id: string }[] }>(
    `with edits as (
       select seq, type, actor_id, at from audit_events
       where stream = :stream and type = any(:types) and (:milestoneId::text is null or payload ->> 'milestoneId' = :milestoneId)
     ), shown as (select type, max(seq) as seq from edits where at <= :writtenAt group by type)
     select distinct edits.actor_id from edits left join shown using (type)
     where edits.seq >= coalesce(shown.seq, 0) and edits.actor_id is not null order by 1`,
    { stream: engagementStream(engagementId), types: [...types], milestoneId, writtenAt },
  );
  return rows.map(({ actor_id: id }) => id);
}

/** The same of a request's own subject. */
export async function editorsOf(db: Db, requestId: string, hash: string): Promise<readonly string[]> {
  const subject = await db<SubjectRow & { readonly created_at: Date }>('request_subjects')
    .where({ request_id: requestId, hash })
    .first('type', 'engagement_id', 'created_at');
  if (!subject?.engagement_id) return [];
  const { type, engagement_id: engagementId, created_at: writtenAt } = subject;
  const milestone = await db('milestones').where({ request_id: requestId }).first<{ id: string } | undefined>('id');
  return contentEditors(db, { type, engagementId, writtenAt, milestoneId: milestone?.id ?? null });
}
