import { ENDED_STATES } from '../../domain/engagement/statuses';
import { ENDING_DAYS, HEAT_PARTS, type HeatPart, rulesOf } from '../../domain/portfolio/heat';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
import { BINDING } from './binding-contracts';
import { whereOf } from './portfolio-filter';

/** Rules that are no longer known count as risks, so that no open alarm is lost. */
const partOfRule = `case ${HEAT_PARTS.filter((part) => part !== 'risk')
  .map(
    (part) =>
      `when rule in (${rulesOf(part)
        .map((rule) => `'${rule}'`)
        .join(', ')}) then '${part}'`,
  )
  .join(' ')} else 'risk' end`;

const warnedOf = (part: HeatPart): string => `max(severity) filter (where part = '${part}') as ${part}`;

const endAfter = (times: string): string =>
  `(term_start + make_interval(months => term_months + (${times}) * renewal_months))::date`;
const DEADLINE = '((ends - make_interval(months => notice_months))::date - notice_days)';

/**
 * `terms`: when the contracts in force end that end within `:days` of `:today` by what is kept of them, and those that have been
 * amended, as `contractTimeline` counts it: from the original start, by the renewals that are on record and a tacit one whose
 * notice deadline has passed in silence. All others end later, for silence only puts an end off: `later`. Step by step, so
 * that nothing is counted twice.
 */
export const TERMS = `${BINDING},
  near as materialized (
    select engagement_id from term_ends where ends <= :today::date + :days::int union select engagement_id from amended),
  later as (
    select engagement_id from term_ends
    where ends > :today::date + :days::int and engagement_id not in (select engagement_id from amended)),
  recorded as materialized (
    select c.*, times, ${endAfter('times')} as ends
    from near join binding c using (engagement_id), lateral (
      select count(distinct term_end)::int as times from renewal_ledger r
      where r.engagement_id = near.engagement_id and kind in ('renew', 'auto_renewed')) ledger
    where renewal is not null and notice_months is not null),
  due as materialized (select *, ${DEADLINE} as deadline from recorded),
  silent as materialized (
    select engagement_id, renewal, notice_months, notice_days, ${endAfter('times + 1')} as ends from due
    where renewal = 'tacit' and :today::date >= case when deadline < ends then deadline + 1 else ends end
      and not exists (select from renewal_ledger r where r.engagement_id = due.engagement_id and r.term_end = due.ends)),
  terms as (
    select engagement_id, ends, ${DEADLINE} as deadline, renewal from silent
    union all select engagement_id, ends, deadline, renewal from due
      where not exists (select from silent where silent.engagement_id = due.engagement_id))`;

export const SERVING = "e.state in ('TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED')";
const RATED = "e.state in ('IN_SERVICE', 'SUSPENDED', 'EXITING')";
const BURNING = `(w.engagement_id is not null or terms.engagement_id is not null or ${RATED} and e.health <> 'green')`;
/** Levels as numbers: 3 red, 2 amber, 1 green, 0 none. */
const base = (green: string): string => `case when ${green} then 1 else 0 end`;

/**
 * `seen`: a narrow row for each engagement that has not ended and that a filter lets through, with a level for each part of the
 * heat map; `at-risk` are those that may have a part that is not green, with no level where a contract ends late.
 */
export function seenEngagements(filter: PortfolioFilter, today: string, which: 'all' | 'at-risk' = 'all') {
  const { where, values } = whereOf(filter);
  const sql = `warned as (
    select engagement_id, ${HEAT_PARTS.map(warnedOf).join(', ')}
    from (select engagement_id, case severity when 'red' then 3 else 2 end as severity, ${partOfRule} as part
      from alarms where state in ('open', 'acknowledged', 'mitigating')) open
    group by engagement_id),
  ${TERMS},
  seen as materialized (
    select e.id, e.state,
      greatest(w.performance, case when ${RATED} then case e.health when 'red' then 3 when 'amber' then 2 else 1 end else 0 end) as performance,
      greatest(w.risk, 1) as risk,
      greatest(w.contract, case when not ${SERVING} then 0
        when terms.ends <= :today::date + ${ENDING_DAYS.red} then 3 when terms.ends <= :today::date + ${ENDING_DAYS.amber} then 2
        when ${which === 'all' ? 'coalesce(terms.engagement_id, later.engagement_id)' : 'terms.engagement_id'} is not null then 1 else 0 end) as contract,
      greatest(w.exit, ${base(`${SERVING} or e.state = 'EXITING'`)}) as exit,
      greatest(w.cost, ${base(RATED)}) as cost
    from engagements e
      ${filter.country === undefined ? '' : 'left join vendors v on v.id = e.vendor_id'}
      left join warned w on w.engagement_id = e.id
      left join terms on terms.engagement_id = e.id
      ${which === 'all' ? 'left join later on later.engagement_id = e.id' : ''}
    where e.state <> all(:ended) and ${where}${which === 'all' ? '' : ` and ${BURNING}`})`;
  return { sql, values: { ...values, today, days: ENDING_DAYS.amber, ended: [...ENDED_STATES] } };
}
