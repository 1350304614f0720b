import type { Knex } from 'knex';

/** Every set of KPIs as it was defined, and from when on it counts; who reported a value, and why there is none. */
export async function kpiSets(db: Knex): Promise<void> {
  await db.raw(`
    create table kpi_sets (
      engagement_id uuid not null references engagements (id),
      version integer not null,
      effective_on date not null,
      kpis jsonb not null,
      contract_version integer not null,
      reason text,
      defined_by uuid,
      defined_at timestamptz not null,
      primary key (engagement_id, version)
    );

    insert into kpi_sets (engagement_id, version, effective_on, kpis, contract_version, defined_at)
      select engagement_id, 1, '0001-01-01', jsonb_agg(definition order by position), max(contract_version), now()
      from kpis group by engagement_id;

    alter table kpi_values
      add column reason text,
      add column side text not null default 'us' check (side in ('us', 'vendor'));

    update kpi_values set side = 'vendor'
      from engagements
      where engagements.id = kpi_values.engagement_id
        and kpi_values.recorded_by::text = engagements.roles->>'vendorRep';
  `);
}
