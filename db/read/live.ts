import type { Db } from '../knex';
import { MASTER_STREAM } from '../stores/audit';

/** What an open page shows. */
export type Subject =
  | { readonly kind: 'engagement' | 'request' | 'vendor'; readonly id: string }
  /** All engagements at a glance, by whatever name. */
  | { readonly kind: 'portfolio'; readonly id: string }
  /** The decisions that wait for a person, and their own requests; `home` with what moves all engagements. */
  | { readonly kind: 'inbox' | 'home'; readonly id: string };

export const subjectKey = ({ kind, id }: Subject): string => `${kind}:${id}`;

/** The trail of the engagement and of the request at its gate; while a migration runs, every ten seconds are another moment. */
const ENGAGEMENTS = `
  select e.id, concat_ws('.', coalesce(own.seq, 0), coalesce(gate.seq, 0), moving.moment) as version
    from engagements e
    left join audit_heads own on own.stream = 'engagement:' || e.id
    left join audit_heads gate on gate.stream = 'request:' || e.open_request_id
    left join lateral (
      select floor(extract(epoch from clock_timestamp()) / 10) as moment
        from dataset_runs run where run.engagement_id = e.id and run.state = 'running' limit 1
    ) moving on true
   where e.id = any(:ids)`;

const REQUESTS = `
  select which.id, concat_ws('.', r.status, coalesce(head.seq, 0)) as version
    from unnest(:ids::uuid[]) as which (id)
    left join requests r on r.id = which.id
    left join audit_heads head on head.stream = 'request:' || which.id`;

const OF_PERSON = `
      (select string_agg(concat(t.id, t.status, t.due_at), ',' order by t.id) from request_tasks t
        where t.assignee_id = who.id and t.status in ('active', 'waiting', 'delegated')),
      (select string_agg(concat(r.id, r.status), ',' order by r.id) from requests r
        where r.requester_id = who.id and r.status = 'pending'),
      (select c.request_id from request_copies c where c.user_id = who.id order by c.request_id desc limit 1)`;

const INBOXES = `
  select who.id, md5(concat_ws('|', ${OF_PERSON})) as version from unnest(:ids::uuid[]) as who (id)`;

/** What was asked last, and how many engagements are alike in state, health and open alarms. */
const PULSE = `
  select concat_ws('|',
    (select id from requests order by id desc limit 1),
    (select string_agg(concat(state, health, has_end, warned, ':', n), ',' order by state, health, has_end, warned) from (
      select state, health, has_end, warned, count(*) as n from portfolio_lines
      group by state, health, has_end, warned) alike)) as beat`;

/** What happened last with engagements, whichever of them. */
const NEWEST = `
  select string_agg(concat(stream, '.', seq), ',' order by at desc, stream, seq desc) as happened from (
    select stream, seq, at from audit_events where stream like 'engagement:%' order by at desc, stream, seq desc limit 10) newest`;

const HOMES = `
  with pulse as materialized (${PULSE}), newest as materialized (${NEWEST})
  select who.id, md5(concat_ws('|', pulse.beat, newest.happened, ${OF_PERSON})) as version
    from pulse, newest, unnest(:ids::uuid[]) as who (id)`;

const PORTFOLIOS = `
  with pulse as materialized (${PULSE}), newest as materialized (${NEWEST})
  select who.id, md5(concat_ws('|', pulse.beat, newest.happened)) as version from pulse, newest, unnest(:ids::text[]) as who (id)`;

/** The record of a vendor is in the trail of master data, and what it does in those of its engagements. */
const VENDORS = `
  select who.id, concat_ws('.',
      (select seq from audit_heads where stream = '${MASTER_STREAM}'),
      (select sum(head.seq) from engagements e join audit_heads head on head.stream = 'engagement:' || e.id
        where e.vendor_id = who.id)) as version
    from unnest(:ids::uuid[]) as who (id)`;

const QUERIES: Readonly<Record<Subject['kind'], string>> = {
  engagement: ENGAGEMENTS,
  request: REQUESTS,
  inbox: INBOXES,
  home: HOMES,
  portfolio: PORTFOLIOS,
  vendor: VENDORS,
};
const KINDS = ['engagement', 'request', 'inbox', 'home', 'portfolio', 'vendor'] as const;

/** A text for each subject that changes whenever what is shown of it does; one query for each kind. */
export async function versionsOf(db: Db, subjects: readonly Subject[]): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  for (const kind of KINDS) {
    const ids = [...new Set(subjects.filter((subject) => subject.kind === kind).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const { rows } = await db.raw<{ rows: { id: string; version: string }[] }>(QUERIES[kind], { ids });
    for (const { id, version } of rows) versions.set(subjectKey({ kind, id }), version);
  }
  return versions;
}
