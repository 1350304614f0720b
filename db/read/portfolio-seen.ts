import { ENDED_STATES } from '../../domain/engagement/statuses';
import { ENDING_DAYS, HEAT_PARTS, type HeatPart } from '../../domain/portfolio/heat';
import type { PortfolioFilter } from '../../domain/portfolio/schema';
import { BINDING } from './binding-contracts';
import { linesOf } from './portfolio-filter';

/** Levels are numbers, 3 red, 2 amber, 1 green, 0 none. Lines keep what open alarms make of the parts as one, two bits each. */
const shiftOf = (part: HeatPart): number => 2 * HEAT_PARTS.indexOf(part);

const endAfter = (times: string): string =>
  `(term_start + make_interval(months => term_months + (${times}) * renewal_months))::date`;
const DEADLINE = '((ends - make_interval(months => notice_months))::date - notice_days)';

/**
 * `terms`: when the contracts in force end that end within `:days` of `:today` by what is kept of them, and those that have been
 * amended, as `contractTimeline` counts it: from the original start, by the renewals that are on record and a tacit one whose
 * notice deadline has passed in silence. All others for which an end is kept end later, for silence only puts an end off. Step
 * by step, so that nothing is counted twice.
 */
export const TERMS = `${BINDING},
  near as materialized (
    select engagement_id from term_ends where ends <= :today::date + :days::int union select engagement_id from amended),
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

/** Of an engagement whose contract is fulfilled. */
export const SERVING = "state in ('TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED')";
const RATED = "state in ('IN_SERVICE', 'SUSPENDED', 'EXITING')";

/** What a part is without alarms, by what an engagement is like; `term` is the level that the end of its contract makes. */
const UNWARNED = {
  performance: `case when ${RATED} then case health when 'red' then 3 when 'amber' then 2 else 1 end else 0 end`,
  risk: '1',
  contract: `case when ${SERVING} then term else 0 end`,
  exit: `case when ${SERVING} or state = 'EXITING' then 1 else 0 end`,
  cost: `case when ${RATED} then 1 else 0 end`,
} as const satisfies Record<HeatPart, string>;
const levelOf = (part: HeatPart): string => `greatest((warned >> ${shiftOf(part)}) & 3, ${UNWARNED[part]}) as ${part}`;

/**
 * `alike`: engagements that have not ended and that a filter lets through, so many (`n`) of each kind that there is, with a level
 * for each part of the heat map. Kinds are few: all lines are counted as they would be with contracts that end later; those that
 * may end soon, `apart`, are moved one by one.
 */
export function alikeEngagements(filter: PortfolioFilter, today: string) {
  const { lines, where, values } = linesOf(filter);
  const sql = `${TERMS},
  apart as materialized (
    select e.engagement_id, e.state, e.health, e.has_end::int as without, e.warned,
      case when terms.ends <= :today::date + ${ENDING_DAYS.red} then 3 when terms.ends <= :today::date + ${ENDING_DAYS.amber} then 2
        when terms.engagement_id is not null then 1 else 0 end as term
    from near left join terms using (engagement_id) join ${lines} on e.engagement_id = near.engagement_id
    where e.state <> all(:ended) and ${where}),
  kinds as (
    select e.state, e.health, e.has_end::int as term, e.warned, count(*) as n
      from ${lines} where e.state <> all(:ended) and ${where} group by e.state, e.health, e.has_end, e.warned
    union all select state, health, without, warned, -count(*) from apart group by state, health, without, warned
    union all select state, health, term, warned, count(*) from apart group by state, health, term, warned),
  alike as materialized (
    select *, ${HEAT_PARTS.map(levelOf).join(', ')}
    from (select state, health, term, warned, sum(n)::int as n from kinds group by state, health, term, warned) counted
    where n > 0)`;
  return { sql, lines, where, values: { ...values, today, days: ENDING_DAYS.amber, ended: [...ENDED_STATES] } };
}
