import type { Knex } from 'knex';

/** Who was invited to a survey is forgotten some time after its close. Surveys of services that have ended close with them. */
export async function surveyInvitees(db: Knex): Promise<void> {
  await db.raw(`
    alter table survey_invitations alter column email drop not null;
    create index surveys_closed on surveys (closed_at) where closed_at is not null;
    update surveys set closed_at = now() from engagements
      where engagements.id = surveys.engagement_id and surveys.closed_at is null
        and engagements.state in ('CLOSED', 'REJECTED', 'WITHDRAWN', 'CANCELLED');
    update survey_answers set invitation_id = null from surveys
      where surveys.id = survey_answers.survey_id and surveys.closed_at is not null;
  `);
}
