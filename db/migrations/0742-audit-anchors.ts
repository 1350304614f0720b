import type { Knex } from 'knex';

/**
 * The chain over all streams: a signed head a day, and the ends of the streams that had grown by then. `head` is the
 * signed value that is mailed to the auditors, so that whoever rewrites these tables contradicts a mail.
 */
export async function auditAnchors(db: Knex): Promise<void> {
  await db.raw(`
    create table audit_anchors (
      number bigint primary key,
      day date not null unique,
      head jsonb not null
    );
    create table audit_anchor_streams (
      number bigint not null,
      stream text not null,
      seq bigint not null,
      hash text not null,
      primary key (stream, number)
    );
    create index audit_anchor_streams_number on audit_anchor_streams (number);

    create function audit_anchors_are_append_only() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name;
    end $$;
    create trigger audit_anchors_append_only before update or delete or truncate on audit_anchors
      execute function audit_anchors_are_append_only();
    create trigger audit_anchor_streams_append_only before update or delete or truncate on audit_anchor_streams
      execute function audit_anchors_are_append_only();
  `);
}
