import type { Knex } from 'knex';
import {
  type EventGroup,
  type EventSide,
  GROUP_WORDS,
  GROUPED_WORDS,
  type TimelineFilter,
} from '../../domain/engagement/timeline-schema';
import type { Db } from '../knex';
import { type AuditRow, engagementStream } from '../stores/audit';
import { type AuditLine, lineOf } from './audit';

interface Wanted extends TimelineFilter {
  readonly before: number | null;
  readonly limit: number;
}

/** The newest entries of an engagement's trail before entry `before`, newest first. */
export async function engagementTrail(
  db: Db,
  engagementId: string,
  { before, limit, event, by }: Wanted,
): Promise<readonly AuditLine[]> {
  const query = db<AuditRow>('audit_events')
    .where({ stream: engagementStream(engagementId) })
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== null) void query.where('seq', '<', before);
  if (event) void narrowToGroup(query, event);
  if (by) void query.whereRaw(BY[by]);
  return (await query).map(lineOf);
}

const FIRST_WORD = "split_part(type, '.', 1)";

const narrowToGroup = (query: Knex.QueryBuilder, group: EventGroup): Knex.QueryBuilder =>
  group === 'other'
    ? query.whereRaw(`${FIRST_WORD} <> all(?::text[])`, [[...GROUPED_WORDS]])
    : query.whereRaw(`${FIRST_WORD} = any(?::text[])`, [[...GROUP_WORDS[group]]]);

/**
 * Of the vendor is who has no other role. A mailed link without a person is one of the vendor's, but for surveys: those
 * are answered by people of ours, without their names.
 */
const VENDORS = "select id from users where roles <> '{}' and roles <@ array['vendor']";
const NAMELESS = "actor_id is null and channel = 'email' and type";
const BY: Readonly<Record<EventSide, string>> = {
  us: `(actor_id not in (${VENDORS}) or ${NAMELESS} like 'survey.%')`,
  vendor: `(actor_id in (${VENDORS}) or ${NAMELESS} not like 'survey.%')`,
  itself: "actor_id is null and channel in ('workflow', 'system')",
};
