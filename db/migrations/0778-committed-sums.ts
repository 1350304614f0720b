import type { Knex } from 'knex';

/** What makes a cell of the sums. Writers of one vendor meet in it only when something of it is signed, ends or changes hands. */
const KEY = 'vendor_id, service_type, criticality, currency';
const of = (row: string): string => KEY.split(', ').map((column) => `${row}.${column}`).join(', '); // prettier-ignore

/** States in which a vendor is bound. */
const BOUND = `'{CONTRACTING,TRANSITION_IN,IN_SERVICE,SUSPENDED,EXITING}'::text[]`;
const isBound = (line: string): string => `${line}.state = any (${BOUND}) and ${line}.vendor_id is not null`;
/** What it costs in a year as it was signed, else by the quote that won. */
const annualOf = (line: string): string => `coalesce(${line}.annual_fee, ${line}.quoted, 0)`;
const cellOf = (line: string): string => `${isBound(line)}, ${of(line)}, ${annualOf(line)}`;

const quoteOf = (candidate: string): string => `(${candidate}.quote->'annual'->>'amount')::numeric`;

/**
 * What running engagements cost in a year by the contracts as they were signed, summed by vendor, kind, importance and currency,
 * so that nobody passes over the lines of all. Sums are written with the lines, in the same transaction. What depends on the
 * day that asks, the amendments that have begun, is in no sum: whoever reads them adds what these change.
 */
export async function committedSums(db: Knex): Promise<void> {
  await db.raw(`
    -- Of the candidate that won.
    alter table portfolio_lines add column quoted numeric;
    update portfolio_lines l set quoted = ${quoteOf('k')} from candidates k where k.id = l.candidate_id and k.quote is not null;
    -- Without the room of the lines before: all of them are read at once.
    cluster portfolio_lines using portfolio_lines_pkey;

    create table committed_sums (
      vendor_id uuid not null,
      service_type text not null,
      criticality text not null,
      currency text not null,
      engagements integer not null,
      annual numeric not null,
      primary key (${KEY})
    );
  `);
  await db.raw(QUOTES);
  await db.raw(SUMS);
  // Last: from here on nobody writes what lines tell until this is done.
  await db.raw(`
    insert into committed_sums (${KEY}, engagements, annual)
      select ${KEY}, count(*), sum(${annualOf('l')}) from portfolio_lines l where ${isBound('l')} group by ${KEY}
  `);
}

/**
 * A vendor writes its quote with its own rights, which do not reach the lines. Whoever writes one holds the engagement, so
 * that whoever lets the candidate win finds the quote, or is found by it.
 */
const QUOTES = `
  create function portfolio_lines_quote() returns trigger language plpgsql as $$
  begin
    new.quoted := (select ${quoteOf('k')} from candidates k where k.id = new.candidate_id);
    return new;
  end $$;
  create trigger portfolio_lines_quote_first before insert on portfolio_lines for each row
    when (new.candidate_id is not null) execute function portfolio_lines_quote();
  create trigger portfolio_lines_quote before update of candidate_id on portfolio_lines for each row
    when (old.candidate_id is distinct from new.candidate_id) execute function portfolio_lines_quote();

  create function portfolio_lines_follow_quote() returns trigger language plpgsql security definer set search_path from current as $$
  begin
    perform from engagements where id = new.engagement_id for no key update;
    update portfolio_lines set quoted = ${quoteOf('new')} where engagement_id = new.engagement_id and candidate_id = new.id;
    return null;
  end $$;
  create trigger portfolio_lines_follow_quote after update of quote on candidates for each row
    when (old.quote->'annual' is distinct from new.quote->'annual') execute function portfolio_lines_follow_quote()`;

const SUMS = `
  create function committed_sums_follow() returns trigger language plpgsql as $$
  begin
    insert into committed_sums as kept (${KEY}, engagements, annual)
      select ${KEY}, sum(sign), sum(sign * annual) from (
        select ${of('old')}, ${annualOf('old')} as annual, -1 as sign where ${isBound('old')}
        union all select ${of('new')}, ${annualOf('new')}, 1 where ${isBound('new')}) moved
      group by ${KEY} having sum(sign) <> 0 or sum(sign * annual) <> 0 order by ${KEY}
    on conflict (${KEY}) do update
      set engagements = kept.engagements + excluded.engagements, annual = kept.annual + excluded.annual;
    delete from committed_sums where engagements = 0 and (${KEY}) = (${of('old')});
    return null;
  end $$;
  create trigger committed_sums_more after insert on portfolio_lines for each row
    when (${isBound('new')}) execute function committed_sums_follow();
  create trigger committed_sums_fewer after delete on portfolio_lines for each row
    when (${isBound('old')}) execute function committed_sums_follow();
  create trigger committed_sums_move after update on portfolio_lines for each row
    when ((${isBound('old')} or ${isBound('new')}) and (${cellOf('old')}) is distinct from (${cellOf('new')}))
    execute function committed_sums_follow()`;
