import type { Knex } from 'knex';

/**
 * The audit trail: one hash chain per stream (an engagement, a request that belongs to none, master data).
 * `event_key` is the business identity of the event, so that a repeated write is one entry.
 */
export async function audit(db: Knex): Promise<void> {
  await db.raw(`
    create table audit_events (
      stream text not null,
      seq bigint not null,
      event_key text not null,
      at timestamptz not null,
      actor_id uuid,
      on_behalf_of_id uuid,
      channel text not null,
      type text not null,
      payload jsonb not null,
      prev_hash text not null,
      hash text not null,
      primary key (stream, seq),
      unique (stream, event_key)
    );

    create table audit_heads (
      stream text primary key,
      seq bigint not null,
      hash text not null
    );

    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_events is append-only';
    end $$;
    create trigger audit_events_append_only before update or delete or truncate on audit_events
      execute function audit_is_append_only();
  `);
}
