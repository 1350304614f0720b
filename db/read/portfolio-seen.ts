import { ENDED_STATES } from '../../domain/engagement/statuses';
import { ENDING_DAYS, HEAT_PARTS, type HeatPart, rulesOf } from '../../domain/portfolio/heat';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
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

const step = (c: string): string =>
  `coalesce(nullif((${c}.terms->>'renewalMonths')::int, 0), (${c}.terms->>'initialMonths')::int)`;
const endAfter = (times: string): string =>
  `((c.terms->>'start')::date + make_interval(months => (c.terms->>'initialMonths')::int + (${times}) * ${step('c')}))::date`;
const deadlineOf = (ends: string): string =>
  `((${ends} - make_interval(months => (c.terms->'notice'->>'months')::int))::date - (c.terms->'notice'->>'days')::int)`;

/**
 * When the contracts in force end, as `contractTimeline` counts it: from the original start, by the renewals that are on
 * record and a tacit one whose notice deadline has passed in silence.
 */
const TERMS = `select c.engagement_id, case when silent.passed then ${endAfter('term.times + 1')} else term.ends end as ends,
    case when silent.passed then ${deadlineOf(endAfter('term.times + 1'))} else term.deadline end as deadline,
    c.terms->>'renewal' as renewal
  from contracts c
    left join (select engagement_id, count(distinct term_end)::int as times from renewal_ledger
      where kind in ('renew', 'auto_renewed') group by engagement_id) renewed on renewed.engagement_id = c.engagement_id
    cross join lateral (select coalesce(renewed.times, 0) as times, ${endAfter('coalesce(renewed.times, 0)')} as ends) first
    cross join lateral (select first.times, first.ends, ${deadlineOf('first.ends')} as deadline) term
    cross join lateral (select c.terms->>'renewal' = 'tacit'
      and :today::date >= case when term.deadline < term.ends then term.deadline + 1 else term.ends end
      and not exists (select 1 from renewal_ledger r where r.engagement_id = c.engagement_id and r.term_end = term.ends) as passed
    ) silent
  where c.terms->>'renewal' is not null and c.terms->'notice' is not null`;

const SERVING = "e.state in ('TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED')";
const RATED = "e.state in ('IN_SERVICE', 'SUSPENDED', 'EXITING')";
/** Levels as numbers: 3 red, 2 amber, 1 green, 0 none. */
const base = (green: string): string => `case when ${green} then 1 else 0 end`;

/**
 * `seen`: a row for each engagement that has not ended and that a filter lets through, with a level for each part of the
 * heat map and the end of its contract.
 */
export function seenEngagements(filter: PortfolioFilter, today: string) {
  const { where, values } = whereOf(filter);
  const sql = `warned as (
    select engagement_id, ${HEAT_PARTS.map(warnedOf).join(', ')}
    from (select engagement_id, case severity when 'red' then 3 else 2 end as severity, ${partOfRule} as part
      from alarms where state in ('open', 'acknowledged', 'mitigating')) open
    group by engagement_id),
  terms as (${TERMS}),
  seen as materialized (
    select e.id, e.number, e.title, e.state, v.name as vendor, terms.ends, terms.deadline, terms.renewal, e.time_zone,
      greatest(w.performance, case when ${RATED} then case e.health when 'red' then 3 when 'amber' then 2 else 1 end else 0 end) as performance,
      greatest(w.risk, 1) as risk,
      greatest(w.contract, case when ${SERVING} and terms.ends is not null then case
        when terms.ends <= :today::date + ${ENDING_DAYS.red} then 3 when terms.ends <= :today::date + ${ENDING_DAYS.amber} then 2
        else 1 end else 0 end) as contract,
      greatest(w.exit, ${base(`${SERVING} or e.state = 'EXITING'`)}) as exit,
      greatest(w.cost, ${base(RATED)}) as cost
    from engagements e
      left join vendors v on v.id = e.vendor_id
      left join warned w on w.engagement_id = e.id
      left join terms on terms.engagement_id = e.id
    where e.state <> all(:ended) and ${where})`;
  return { sql, values: { ...values, today, ended: [...ENDED_STATES] }, serving: SERVING.replace('e.state', 'state') };
}
