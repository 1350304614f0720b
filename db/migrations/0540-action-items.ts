import type { Knex } from 'knex';

/** Work that single people owe by a date, about an engagement or a vendor. The key is its business identity. */
export async function actionItems(db: Knex): Promise<void> {
  await db.raw(`
    create table action_items (
      id uuid primary key,
      key text not null unique,
      engagement_id uuid references engagements (id),
      vendor_id uuid references vendors (id),
      kind text not null,
      title text,
      assignee_id uuid not null references users (id),
      approver_id uuid references users (id),
      escalate_ids uuid[] not null default '{}',
      opens_at timestamptz not null,
      due_at timestamptz not null,
      marks timestamptz[] not null,
      marks_done integer not null default 0,
      alarm jsonb,
      state text not null check (state in ('open', 'submitted', 'done', 'waived', 'cancelled')),
      comment text,
      submitted_by uuid references users (id),
      waiver jsonb,
      closed_by uuid references users (id),
      closed_at timestamptz,
      version integer not null default 1,
      told_version integer not null default 0,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check (engagement_id is not null or vendor_id is not null)
    );
    create index action_items_engagement on action_items (engagement_id, due_at);
    create index action_items_vendor on action_items (vendor_id, due_at) where vendor_id is not null;
    create index action_items_assignee on action_items (assignee_id, due_at) where state in ('open', 'submitted');
  `);
}
