import type { Knex } from 'knex';

/** Rules by the place of their part in the heat map; those of no other part, and those of old, are risks, which come second. */
const RULES_AT: Readonly<Record<number, string>> = {
  0: 'R1 R2 R3 R4 R5 R6 REVIEW_MISSED VENDOR_RATING IMPROVEMENT_FAILED MILESTONE_OVERDUE',
  2: 'OBLIGATION_OVERDUE COMPLIANCE_OVERDUE CERTIFICATE_EXPIRED SUBCONTRACTOR_UNAPPROVED TERMINATION_RIGHT',
  3: 'EXIT_MIGRATION EXIT_DELETION EXIT_SLOWER_THAN_NOTICE ACCESS_NOT_RETURNED EXIT_NOT_READY EXIT_DRILL_OVERDUE',
  4: 'MGMT_COST_OVERRUN',
};
const PLACES = Object.entries(RULES_AT)
  .map(
    ([place, rules]) =>
      `when rule in (${rules
        .split(' ')
        .map((rule) => `'${rule}'`)
        .join(', ')}) then ${place}`,
  ) // prettier-ignore
  .join(' ');

/** What the open alarms of some engagements make of their parts; none where all are closed. */
const warnedOf = (engagements: string): string => `
  select o.engagement_id, coalesce(bit_or(case a.severity when 'red' then 3 else 2 end << (2 * heat_place_of(a.rule)))
    filter (where a.id is not null), 0) as warned
  from (${engagements}) o left join alarms a on a.engagement_id = o.engagement_id and a.state <> 'closed'
  group by o.engagement_id`;

/**
 * What open alarms make of the parts of the heat map, with each line of the portfolio: a part has two bits, 3 for red and 2 for
 * amber, so that all alarms of a part together are the worst of them. Whoever changes an alarm holds the line until the
 * transaction ends, and counts again what is open: two that do so at once find each other's.
 */
export async function warnedLines(db: Knex): Promise<void> {
  await db.raw(`
    alter table portfolio_lines add column warned int not null default 0;

    create function heat_place_of(rule text) returns int language sql immutable parallel safe as $$
      select case ${PLACES} else 1 end
    $$;

    create function warn_portfolio_lines(engagements uuid[]) returns void language plpgsql as $$
    begin
      perform from portfolio_lines where engagement_id = any(engagements) order by engagement_id for no key update;
      update portfolio_lines l set warned = w.warned
        from (${warnedOf('select distinct unnest(engagements) as engagement_id')}) w
        where w.engagement_id = l.engagement_id and w.warned <> l.warned;
    end $$;

    create function portfolio_lines_are_warned() returns trigger language plpgsql as $$
    begin
      perform warn_portfolio_lines(array(select engagement_id from changed));
      return null;
    end $$;
    create trigger portfolio_lines_after_insert after insert on alarms referencing new table as changed
      for each statement execute function portfolio_lines_are_warned();
    create trigger portfolio_lines_after_delete after delete on alarms referencing old table as changed
      for each statement execute function portfolio_lines_are_warned();

    -- Most of what is written of an alarm, such as whom it was told to, changes nothing here.
    create function portfolio_lines_are_warned_again() returns trigger language plpgsql as $$
    begin
      perform warn_portfolio_lines(array(select c.engagement_id from changed c join replaced b on b.id = c.id
        where (b.rule, b.severity, b.state = 'closed') is distinct from (c.rule, c.severity, c.state = 'closed')));
      return null;
    end $$;
    create trigger portfolio_lines_after_update after update on alarms referencing old table as replaced new table as changed
      for each statement execute function portfolio_lines_are_warned_again();

    update portfolio_lines l set warned = w.warned
      from (${warnedOf("select distinct engagement_id from alarms where state <> 'closed'")}) w where w.engagement_id = l.engagement_id;
    drop index portfolio_lines_alike;
    create index portfolio_lines_alike on portfolio_lines (state, health, has_end, warned, engagement_id);
  `);
}
