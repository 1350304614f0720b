import type { Knex } from 'knex';

/** Surveys of a running service, who was asked, what was answered, and remarks that came by another way. */
export async function surveys(db: Knex): Promise<void> {
  await db.raw(`
    create table surveys (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      closes_at timestamptz not null,
      opened_at timestamptz not null,
      invited_at timestamptz,
      reminded_at timestamptz,
      closed_at timestamptz
    );
    create index surveys_of_engagement on surveys (engagement_id, id);

    create table survey_invitations (
      id uuid primary key,
      survey_id uuid not null references surveys (id),
      name text,
      email text not null,
      locale text not null,
      unique (survey_id, email)
    );

    create table survey_answers (
      id uuid primary key,
      survey_id uuid not null references surveys (id),
      invitation_id uuid unique references survey_invitations (id),
      csat integer check (csat between 1 and 5),
      nps integer check (nps between 0 and 10),
      comment text
    );
    create index survey_answers_of_survey on survey_answers (survey_id);

    create table feedback_remarks (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      remarked_on date not null,
      source text not null,
      text text not null,
      rating integer check (rating between 1 and 5),
      recorded_by uuid not null,
      recorded_at timestamptz not null
    );
    create index feedback_remarks_of_engagement on feedback_remarks (engagement_id, remarked_on);
  `);
}
