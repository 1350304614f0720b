import type { Knex } from 'knex';

/**
 * The life of an alarm: who acknowledged it, when a plan is due, how often it came back, and what has been said about it.
 * What was open before has been told of; its missed deadline is escalated once more.
 */
export async function alarmLife(db: Knex): Promise<void> {
  await db.raw(`
    alter table alarms
      add column plan_due_at timestamptz,
      add column ack_by uuid references users (id),
      add column ack_at timestamptz,
      add column reopened integer not null default 0,
      add column closed_at timestamptz,
      add column raised integer not null default 1,
      add column told integer not null default 0,
      add column marks timestamptz[] not null default '{}',
      add column marks_done integer not null default 0;
    update alarms set
      told = raised,
      marks = case when state = 'open' then array[ack_due_at] else '{}' end,
      closed_at = case when state = 'closed' then updated_at end;
    create index alarms_subject on alarms (engagement_id, rule, subject, opened_at desc);
    create index alarms_state on alarms (state, id);
  `);
}
