import type { Knex } from 'knex';

/** Plans by which KPIs come back to their targets, with what was done about them and the values that ended them. */
export async function improvementPlans(db: Knex): Promise<void> {
  await db.raw(`
    create table improvement_plans (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      number integer not null,
      trigger text not null check (trigger in ('manual', 'standing', 'kpi')),
      kpis text[] not null,
      contents jsonb not null,
      state text not null check (state in ('open', 'agreed', 'running', 'closed', 'failed', 'cancelled')),
      opened_at timestamptz not null,
      opened_by uuid,
      agreed_at timestamptz,
      agreed_by uuid,
      ended_at timestamptz,
      cancelling jsonb,
      opening jsonb not null,
      closing jsonb not null,
      said text[] not null default '{}',
      version integer not null default 1,
      updated_at timestamptz not null,
      unique (engagement_id, number)
    );
    create unique index improvement_plans_live on improvement_plans (engagement_id, trigger, kpis)
      where state in ('open', 'agreed', 'running');
  `);
}
