import type { Knex } from 'knex';

/** Tenders with invitations, sealed bids and questions, and what an evaluation needs besides score sheets. */
export async function tenders(db: Knex): Promise<void> {
  await db.raw(`
    create table tenders (
      engagement_id uuid primary key references engagements (id),
      body jsonb not null,
      questions_until timestamptz not null,
      close_at timestamptz not null,
      state text not null check (state in ('draft', 'published', 'cancelled')),
      revision integer not null default 0,
      published_at timestamptz,
      opened_at timestamptz,
      opened_by uuid references users (id),
      cancel_reason text,
      updated_at timestamptz not null,
      constraint tenders_opened_after_close check (opened_at >= close_at)
    );

    create table tender_invitations (
      id uuid primary key,
      engagement_id uuid not null references tenders (engagement_id),
      candidate_id uuid not null unique references candidates (id),
      vendor_id uuid not null references vendors (id),
      revision integer not null,
      declined_at timestamptz,
      decline_reason text,
      draft jsonb,
      created_at timestamptz not null,
      unique (engagement_id, vendor_id)
    );

    create table bids (
      id uuid primary key,
      invitation_id uuid not null references tender_invitations (id),
      content jsonb not null,
      sha256 text not null,
      submitted_at timestamptz not null,
      late boolean not null,
      state text not null check (state in ('standing', 'replaced', 'withdrawn')),
      ended_at timestamptz,
      constraint bids_end check ((state = 'standing') = (ended_at is null))
    );
    create unique index bids_standing on bids (invitation_id) where state = 'standing';

    create table tender_questions (
      id uuid primary key,
      candidate_id uuid not null references candidates (id),
      asker text not null check (asker in ('vendor', 'buyer')),
      topic text not null check (topic in ('general', 'low-bid')),
      text text not null,
      asked_at timestamptz not null,
      asked_by uuid references users (id),
      due_at timestamptz,
      answer text,
      answered_at timestamptz,
      answered_by uuid references users (id),
      visibility text not null check (visibility in ('all', 'asker')),
      constraint tender_questions_answered check ((answer is null) = (answered_at is null))
    );
    create index tender_questions_candidate on tender_questions (candidate_id, asked_at);

    create table culture_records (
      candidate_id uuid primary key references candidates (id),
      record jsonb not null,
      updated_at timestamptz not null
    );

    create table evaluators (
      engagement_id uuid not null references engagements (id),
      user_id uuid not null references users (id),
      primary key (engagement_id, user_id)
    );

    create table moderator_notes (
      candidate_id uuid not null references candidates (id),
      criterion text not null,
      ratings jsonb not null,
      note text not null,
      author_id uuid not null references users (id),
      at timestamptz not null,
      primary key (candidate_id, criterion)
    );

    create table bar_waivers (
      candidate_id uuid not null references candidates (id),
      dimension text not null,
      score double precision not null,
      reason text not null,
      asked_by uuid not null references users (id),
      asked_at timestamptz not null,
      confirmed_by uuid references users (id),
      confirmed_at timestamptz,
      primary key (candidate_id, dimension),
      constraint bar_waivers_by_two check (confirmed_by is null or confirmed_by <> asked_by)
    );

    alter table score_sheets add column evidence jsonb not null default '{}';
    -- Mails go to contacts of vendors too, who are no users.
    alter table mail_log alter column recipient_id drop not null;
  `);
}
