import type { Knex } from 'knex';

/** What of an engagement is in its line. */
const OWN = ['state', 'health', 'owner_id', 'service_type', 'criticality', 'vendor_id', 'candidate_id', 'currency'];
const of = (row: string): string => OWN.map((column) => `${row}.${column}`).join(', ');

const TERMS = `exists (select from term_ends t where t.engagement_id = l.engagement_id),
  (select annual_fee from contracts c where c.engagement_id = l.engagement_id)`;

/**
 * A narrow line for each engagement with what the portfolio counts all of them by, so that nobody passes over the engagements
 * themselves and joins each with its contract. Whatever changes one of these writes the line, in the same transaction and
 * holding the engagement. What depends on the day that asks, such as whether an amendment has begun, is in no line.
 */
export async function portfolioLines(db: Knex): Promise<void> {
  await db.raw(`
    create table portfolio_lines (
      engagement_id uuid primary key references engagements (id) on delete cascade,
      state text not null,
      health text not null,
      owner_id uuid not null,
      service_type text not null,
      criticality text not null,
      vendor_id uuid,
      candidate_id uuid,
      currency text not null,
      -- Whether it is kept when the contract ends (term_ends).
      has_end boolean not null default false,
      -- Of the contract as it was signed; null where there is none, or where it says nothing of a fee.
      annual_fee numeric
    );
    create index portfolio_lines_alike on portfolio_lines (state, health, has_end, engagement_id);
    create index portfolio_lines_owner on portfolio_lines (owner_id);
  `);
  await db.raw(FOLLOW_ENGAGEMENTS);
  await db.raw(FOLLOW_TERMS);
  for (const table of ['contracts', 'term_ends'])
    for (const [event, which] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
    ])
      await db.raw(`
        create trigger portfolio_lines_after_${event} after ${event} on ${table} referencing ${which} table as changed
          for each statement execute function portfolio_lines_follow_terms()
      `);
  // Last: from here on nobody writes what lines tell until this is done.
  await db.raw(`
    insert into portfolio_lines (engagement_id, ${OWN.join(', ')}, has_end, annual_fee)
      select l.engagement_id, ${of('l')}, ${TERMS} from (select id as engagement_id, * from engagements) l
  `);
}

const FOLLOW_ENGAGEMENTS = `
  create function portfolio_lines_open() returns trigger language plpgsql as $$
  begin
    insert into portfolio_lines (engagement_id, ${OWN.join(', ')}) select e.id, ${of('e')} from opened e;
    return null;
  end $$;
  create trigger portfolio_lines_open after insert on engagements referencing new table as opened
    for each statement execute function portfolio_lines_open();

  create function portfolio_lines_follow() returns trigger language plpgsql as $$
  begin
    update portfolio_lines set (${OWN.join(', ')}) = (select ${of('new')}) where engagement_id = new.id;
    return null;
  end $$;
  create trigger portfolio_lines_follow after update of ${OWN.join(', ')} on engagements for each row
    when ((${of('old')}) is distinct from (${of('new')})) execute function portfolio_lines_follow()`;

const FOLLOW_TERMS = `
  create function portfolio_lines_follow_terms() returns trigger language plpgsql as $$
  begin
    perform from engagements where id in (select engagement_id from changed) order by id for no key update;
    update portfolio_lines l set (has_end, annual_fee) = (select ${TERMS})
      where engagement_id in (select engagement_id from changed) and (has_end, annual_fee) is distinct from (${TERMS});
    return null;
  end $$`;
