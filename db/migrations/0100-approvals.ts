import type { Knex } from 'knex';

/** Approval policies, what was asked for, and the read model that the approval workflows keep of every request. */
export async function approvals(db: Knex): Promise<void> {
  await db.raw(`
    create table policies (
      key text not null,
      version integer not null,
      title text not null,
      settings jsonb not null,
      steps jsonb not null,
      created_by uuid references users (id),
      created_at timestamptz not null,
      primary key (key, version)
    );

    create table request_subjects (
      request_id uuid not null,
      hash text not null,
      type text not null,
      title text not null,
      data jsonb not null,
      roles jsonb not null,
      engagement_id uuid references engagements (id),
      created_at timestamptz not null,
      primary key (request_id, hash)
    );

    create table requests (
      id uuid primary key,
      gate text,
      engagement_id uuid references engagements (id),
      policy_key text not null,
      policy_version integer not null,
      requester_id uuid not null references users (id),
      status text not null,
      round integer not null,
      subject_hash text not null,
      outcome_reason text,
      started_at timestamptz not null,
      closed_at timestamptz,
      expires_at timestamptz,
      state jsonb not null,
      version integer not null,
      foreign key (id, subject_hash) references request_subjects (request_id, hash)
    );
    create index requests_requester on requests (requester_id, id);
    create index requests_status on requests (status, id);
    create index requests_policy on requests (policy_key, id);
    create index requests_engagement on requests (engagement_id, id) where engagement_id is not null;

    create table request_runs (
      request_id uuid not null references requests (id),
      run_id text not null,
      seq integer not null,
      key text not null,
      title text not null,
      round integer not null,
      mode text not null,
      status text not null,
      reason_code text,
      version integer not null,
      primary key (request_id, run_id)
    );

    create table request_tasks (
      id uuid primary key,
      request_id uuid not null references requests (id),
      run_id text not null,
      round integer not null,
      assignee_id uuid not null references users (id),
      owner_id uuid not null references users (id),
      on_behalf_of_id uuid references users (id),
      origin text not null,
      weight integer not null,
      status text not null,
      decision text,
      reason_code text,
      decision_id text,
      channel text,
      comment text,
      subject_hash text not null,
      active_at timestamptz not null,
      due_at timestamptz,
      decided_at timestamptz,
      version integer not null
    );
    create index request_tasks_request on request_tasks (request_id, id);
    create index request_tasks_inbox on request_tasks (assignee_id, status, id);
    create index request_tasks_decision on request_tasks (assignee_id, decision_id) where decision_id is not null;

    create table request_copies (
      request_id uuid not null references requests (id),
      user_id uuid not null references users (id),
      primary key (user_id, request_id)
    );

    create table request_comments (
      request_id uuid not null references requests (id),
      key text not null,
      at timestamptz not null,
      author_id uuid not null references users (id),
      round integer not null,
      text text not null,
      primary key (request_id, key)
    );

    create table link_codes (
      id uuid primary key,
      task_id uuid not null references request_tasks (id),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      tries integer not null default 0
    );
    create index link_codes_task on link_codes (task_id, created_at);
  `);
}
