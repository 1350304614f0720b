import type { Knex } from 'knex';

/**
 * Entries of version 2 hash the SHA-256 of their salted payload, so that a payload can go and the chain stays. Those of
 * version 1 hash the payload itself. A payload goes only where a later entry `audit.erased` of the same stream names its
 * entry: the trigger permits exactly that change, whoever asks for it, and nothing else.
 */
export async function auditErasure(db: Knex): Promise<void> {
  await db.raw(`
    alter table audit_events
      add column version smallint not null default 1,
      add column payload_salt text,
      add column payload_hash text,
      add column erased_by bigint;

    drop trigger audit_events_append_only on audit_events;
    create trigger audit_events_append_only before delete or truncate on audit_events
      execute function audit_is_append_only();

    create function audit_may_only_be_erased() returns trigger language plpgsql as $$
    begin
      if old.erased_by is not null or old.type = 'audit.erased'
        or new.erased_by is null or new.erased_by <= old.seq
        or new.payload <> '{}'::jsonb or new.payload_salt is not null
        or to_jsonb(new) - '{payload,payload_salt,erased_by}'::text[]
          <> to_jsonb(old) - '{payload,payload_salt,erased_by}'::text[]
        or not exists (
          select from audit_events record
          where record.stream = old.stream and record.seq = new.erased_by and record.type = 'audit.erased'
            and record.payload @> jsonb_build_object('entries', jsonb_build_array(jsonb_build_object('seq', old.seq))))
      then
        raise exception 'audit_events is append-only';
      end if;
      return new;
    end $$;
    create trigger audit_events_only_erased before update on audit_events
      for each row execute function audit_may_only_be_erased();

    -- With the rights of its owner: whoever calls it has no right to change the table otherwise.
    create function erase_audit_payloads(of_stream text, by_seq bigint) returns bigint
      language sql security definer set search_path from current as $$
      with erased as (
        update audit_events set payload = '{}', payload_salt = null, erased_by = by_seq
        where stream = of_stream and erased_by is null and seq in (
          select (named ->> 'seq')::bigint
          from audit_events, jsonb_array_elements(payload -> 'entries') named
          where stream = of_stream and seq = by_seq and type = 'audit.erased')
        returning 1)
      select count(*) from erased
    $$;
  `);
}
