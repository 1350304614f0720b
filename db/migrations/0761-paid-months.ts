import type { Knex } from 'knex';

/** What makes a cell of the sums; `slot` spreads those who close months at once over several rows. */
const KEY = 'month, service_type, criticality, country, teller, cost_currency, spend_currency, slot';

/** Which cell a month `c` of an engagement `e` is counted in, and with what. */
const cell = (place: { type: string; criticality: string; country: string; teller: string }, sign: string): string =>
  `row(c.month, ${place.type}, ${place.criticality}, ${place.country}, ${place.teller}, coalesce(c.managed_currency, ''),
     c.spend_currency, get_byte(uuid_send(c.engagement_id), 15) & 3,
     ${sign} * coalesce(c.managed, 0), ${sign} * c.spend, ${sign})::paid_months`;
const PRESENT = {
  type: 'e.service_type',
  criticality: 'e.criticality',
  country: "coalesce(v.country, '')",
  teller: 'teller_of(e.vendor_id)',
} as const;

/** Cells of all months of an engagement `e` as they are counted at a place. */
const moved = (of: string, place: Parameters<typeof cell>[0], sign: 1 | -1): string =>
  `array(select ${cell(place, String(sign))} from engagements e join management_costs c on c.engagement_id = e.id
     where ${of} and c.spend > 0)`;

/**
 * Sums over all engagements of the closed months that vendors were paid for, by everything that the portfolio counts by
 * but the owner. They are written with the months, and move when an engagement, its vendor's country or the vendor's own
 * figures of emissions do. Whoever counts a month holds what it is counted by until the transaction ends, so that
 * whoever changes that finds the month, or is found by it.
 */
export async function paidMonths(db: Knex): Promise<void> {
  await db.raw(TABLES);
  await db.raw(COUNTING);
  await db.raw(MOVING);
  await db.raw(`
    select add_paid_months(array(
      select ${cell(PRESENT, '1')} from management_costs c join engagements e on e.id = c.engagement_id
        left join vendors v on v.id = e.vendor_id where c.spend > 0));
    insert into paid_until select engagement_id, max(month) from management_costs where spend > 0 group by engagement_id;
  `);
}

const TABLES = `
  create table paid_months (
    month text not null,
    service_type text not null,
    criticality text not null,
    -- Of the vendor; empty without one.
    country text not null,
    -- The vendor, where it has told figures of its own; else empty.
    teller text not null,
    cost_currency text not null,
    spend_currency text not null,
    slot integer not null,
    cost numeric not null,
    spend numeric not null,
    months integer not null,
    primary key (${KEY})
  );

  -- The newest month that the vendor was paid for.
  create table paid_until (
    engagement_id uuid primary key references engagements (id),
    month text not null
  );

  create function teller_of(vendor uuid) returns text language sql stable as $$
    select case when exists (select from vendor_emissions where vendor_id = vendor) then vendor::text else '' end
  $$;

  create function add_paid_months(cells paid_months[]) returns void language sql as $$
    insert into paid_months as kept (${KEY}, cost, spend, months)
    select ${KEY}, sum(cost), sum(spend), sum(months) from unnest(cells) group by ${KEY}
    having sum(months) <> 0 or sum(cost) <> 0 or sum(spend) <> 0
    order by ${KEY}
    on conflict (${KEY}) do update
      set cost = kept.cost + excluded.cost, spend = kept.spend + excluded.spend, months = kept.months + excluded.months
  $$`;

const COUNTING = `
  create function paid_months_are_counted() returns trigger language plpgsql as $$
  begin
    perform from engagements where id in (select engagement_id from changed) order by id for no key update;
    perform from vendors where id in (
      select vendor_id from engagements where id in (select engagement_id from changed)) order by id for share;
    perform add_paid_months(array(
      select ${cell(PRESENT, 'tg_argv[0]::int')} from changed c join engagements e on e.id = c.engagement_id
        left join vendors v on v.id = e.vendor_id where c.spend > 0));
    insert into paid_until select engagement_id, max(month) from management_costs
      where engagement_id in (select engagement_id from changed) and spend > 0 group by engagement_id
      on conflict (engagement_id) do update set month = excluded.month where paid_until.month <> excluded.month;
    delete from paid_until where engagement_id in (select engagement_id from changed) and not exists (
      select from management_costs c where c.engagement_id = paid_until.engagement_id and c.spend > 0);
    return null;
  end $$;
  create trigger paid_months_more after insert on management_costs
    referencing new table as changed for each statement execute function paid_months_are_counted('1');
  create trigger paid_months_fewer after delete on management_costs
    referencing old table as changed for each statement execute function paid_months_are_counted('-1');
  create trigger paid_months_before after update on management_costs
    referencing old table as changed for each statement execute function paid_months_are_counted('-1');
  create trigger paid_months_since after update on management_costs
    referencing new table as changed for each statement execute function paid_months_are_counted('1')`;

const OLD = { type: 'old.service_type', criticality: 'old.criticality' } as const;
const countryOf = (vendor: string): string => `coalesce((select country from vendors where id = ${vendor}), '')`;

const MOVING = `
  create function paid_months_of_engagement_move() returns trigger language plpgsql as $$
  begin
    perform from vendors where id in (old.vendor_id, new.vendor_id) order by id for share;
    perform add_paid_months(
      ${moved('e.id = new.id', { ...OLD, country: countryOf('old.vendor_id'), teller: 'teller_of(old.vendor_id)' }, -1)}
      || ${moved('e.id = new.id', { ...PRESENT, country: countryOf('new.vendor_id') }, 1)});
    return null;
  end $$;
  create trigger paid_months_move after update of service_type, criticality, vendor_id on engagements for each row
    when ((old.service_type, old.criticality, old.vendor_id) is distinct from (new.service_type, new.criticality, new.vendor_id))
    execute function paid_months_of_engagement_move();

  create function paid_months_of_country_move() returns trigger language plpgsql as $$
  begin
    perform add_paid_months(
      ${moved('e.vendor_id = new.id', { ...PRESENT, country: 'old.country' }, -1)}
      || ${moved('e.vendor_id = new.id', { ...PRESENT, country: 'new.country' }, 1)});
    return null;
  end $$;
  create trigger paid_months_move after update of country on vendors for each row
    when (old.country <> new.country) execute function paid_months_of_country_move();

  -- The first figures of a vendor take its months out of those that go by the factor of their kind, and the last put them back.
  create function paid_months_of_teller_move() returns trigger language plpgsql as $$
  declare
    mover record;
    onto int := tg_argv[0]::int;
  begin
    perform from vendors where id in (select vendor_id from changed) order by id for no key update;
    for mover in select id, country from vendors where id in (select vendor_id from changed)
      and not exists (select from vendor_emissions f where f.vendor_id = vendors.id and onto < 0)
      and not exists (select from vendor_emissions f where f.vendor_id = vendors.id and onto > 0
        and (f.year, f.version) not in (select year, version from changed where changed.vendor_id = f.vendor_id))
      order by id
    loop
      perform add_paid_months(array(
        select ${cell({ ...PRESENT, country: 'mover.country', teller: 'at.teller' }, '(at.sign * onto)')}
        from engagements e join management_costs c on c.engagement_id = e.id,
          (values ('', -1), (mover.id::text, 1)) at (teller, sign)
        where e.vendor_id = mover.id and c.spend > 0));
    end loop;
    return null;
  end $$;
  create trigger paid_months_move after insert on vendor_emissions
    referencing new table as changed for each statement execute function paid_months_of_teller_move('1');
  create trigger paid_months_move_back after delete on vendor_emissions
    referencing old table as changed for each statement execute function paid_months_of_teller_move('-1')`;
