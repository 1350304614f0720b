import type { Knex } from 'knex';

/** What this release finds goes into one part that ends with a year to come; later years get parts of their own. */
const FIRST_END = 2028;

/**
 * Values of KPIs are what grows most. They stand in parts by the year of their period, so that what keeps a table in order takes
 * a year and not all of them, and closed years may lie elsewhere. The table so far becomes the first part as it is: no row is
 * copied. A period begins with its year, whatever its frequency, so that years compare as words.
 */
export async function valuesByYear(db: Knex): Promise<void> {
  const end = await firstEnd(db);
  const first = `kpi_values_until_${end - 1}`;
  await db.raw(`
    alter table kpi_values rename to ${first};
    alter table ${first} rename constraint kpi_values_pkey to ${first}_pkey;
    create table kpi_values (like ${first} including defaults including constraints) partition by range (period);
    alter table kpi_values
      add primary key (engagement_id, key, period, revision),
      add foreign key (engagement_id, key) references kpis (engagement_id, key);
    alter table kpi_values attach partition ${first} for values from (minvalue) to ('${end}');
    create table kpi_values_other partition of kpi_values default;
  `);
  await openToReaders(db, first);
}

async function firstEnd(db: Knex): Promise<number> {
  const { rows } = await db.raw<{ rows: { last: string | null }[] }>('select max(period) as last from kpi_values');
  return Math.max(FIRST_END, Number(rows[0]?.last?.slice(0, 4) ?? 0) + 1);
}

/** Rights lie on the whole and no longer on its part. The wall is put up anew behind this, because it lost a table of its description. */
async function openToReaders(db: Knex, first: string): Promise<void> {
  await db.raw(`
    do $$
    declare
      held record;
      policy record;
    begin
      for held in
        select grantee::regrole as role, string_agg(privilege_type, ', ') as rights
        from pg_class, aclexplode(relacl)
        where oid = '${first}'::regclass and grantee <> 0 and grantee <> relowner
        group by grantee
      loop
        execute format('grant %s on kpi_values to %s', held.rights, held.role);
        execute format('revoke all on ${first} from %s', held.role);
      end loop;
      for policy in select polname from pg_policy where polrelid = '${first}'::regclass loop
        execute format('drop policy %I on ${first}', policy.polname);
      end loop;
      alter table ${first} disable row level security;
      if to_regprocedure('wall_ids(text)') is not null then
        comment on function wall_ids(text) is null;
      end if;
    end $$;
  `);
}
