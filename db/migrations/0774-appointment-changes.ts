import type { Knex } from 'knex';

/**
 * Who made whom somebody's manager, head of a department, holder of a part in a team or successor, and when; and who entered an
 * absence. What counts in a request may depend on it for a while.
 */
export async function appointmentChanges(db: Knex): Promise<void> {
  await db.raw(`
    create table appointment_changes (
      number bigint generated always as identity primary key,
      kind text not null check (kind in ('manager', 'department', 'head', 'part', 'successor')),
      subject text not null,
      engagement_id uuid references engagements (id),
      before text,
      after text,
      changed_by uuid not null references users (id),
      changed_at timestamptz not null default now(),
      check ((kind = 'part') = (engagement_id is not null))
    );
    create index appointment_changes_subject on appointment_changes (kind, subject, changed_at);
    create index appointment_changes_engagement on appointment_changes (engagement_id) where engagement_id is not null;
    create index appointment_changes_lately on appointment_changes (changed_at);
    alter table absences add column entered_by uuid references users (id);
    alter table absences add column entered_at timestamptz;
  `);
}
