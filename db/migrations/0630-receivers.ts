import type { Knex } from 'knex';

/**
 * Who outside hears of events (webhooks of programs, chat groups of people), and every delivery to them. Addresses and
 * secrets are sealed. `next_at` of a delivery that is being tried is the end of its lease: after a crash it is due again.
 */
export async function receivers(db: Knex): Promise<void> {
  await db.raw(`
    create table receivers (
      id uuid primary key,
      key text unique,
      kind text not null check (kind in ('webhook', 'feishu', 'dingtalk', 'wecom', 'slack', 'teams')),
      url text not null,
      secret text,
      previous_secret text,
      previous_until timestamptz,
      events text[] not null,
      engagement_id uuid references engagements (id),
      locale text not null default 'en' check (locale in ('zh-CN', 'en')),
      active boolean not null,
      off_reason text check (off_reason in ('gone')),
      not_before timestamptz not null default '-infinity',
      version integer not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );

    create table deliveries (
      id uuid primary key,
      receiver_id uuid not null references receivers (id) on delete cascade,
      event_id text not null,
      stream text,
      seq bigint,
      type text not null,
      state text not null check (state in ('waiting', 'delivered', 'dead')),
      attempts integer not null default 0,
      next_at timestamptz not null,
      last_status integer,
      last_error text,
      created_at timestamptz not null,
      tried_at timestamptz,
      delivered_at timestamptz,
      unique (receiver_id, event_id)
    );
    create index deliveries_due on deliveries (receiver_id, next_at) where state = 'waiting';
    create index deliveries_listed on deliveries (receiver_id, created_at, id);
    create index deliveries_dead on deliveries (created_at, id) where state = 'dead';
  `);
}
