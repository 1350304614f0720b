import type { Answer } from '../../domain/feedback/figures';
import type { Invitee, SurveyAnswer } from '../../domain/feedback/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface SurveyInvitation extends Required<Pick<Invitee, 'locale'>> {
  /** Null once it has been forgotten. */
  readonly email: string | null;
  readonly id: string;
  readonly surveyId: string;
  readonly name: string | null;
}

interface InvitationRow {
  readonly id: string;
  readonly survey_id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly locale: Invitee['locale'];
}

const toInvitation = ({ survey_id: surveyId, ...row }: InvitationRow): SurveyInvitation => ({ ...row, surveyId });

export async function insertSurveyInvitations(trx: Trx, invitations: readonly SurveyInvitation[]): Promise<void> {
  if (invitations.length === 0) return;
  await trx('survey_invitations').insert(
    invitations.map(({ surveyId, ...rest }) => ({ ...rest, survey_id: surveyId })),
  );
}

export async function findSurveyInvitation(db: Db, id: string): Promise<SurveyInvitation | null> {
  const row = await db<InvitationRow>('survey_invitations').where({ id }).first();
  return row ? toInvitation(row) : null;
}

/** Ids of those who were invited: all of them, or whoever has not answered yet. */
export async function invitedTo(db: Db, surveyId: string, whom: 'all' | 'silent'): Promise<readonly string[]> {
  const query = db<InvitationRow>('survey_invitations').where({ survey_id: surveyId }).orderBy('id');
  if (whom === 'silent')
    void query.whereNotExists(
      db('survey_answers').whereRaw('survey_answers.invitation_id = survey_invitations.id').select(db.raw('1')),
    );
  return (await query).map(({ id }) => id);
}

interface AnswerRow extends SurveyAnswer {
  readonly id: string;
  readonly survey_id: string;
  readonly invitation_id: string | null;
}

const toAnswer = ({ csat, nps, comment }: AnswerRow): Answer => ({ csat, nps, comment });

export interface NewAnswer {
  readonly id: string;
  readonly surveyId: string;
  /** Null by the open link. */
  readonly invitationId: string | null;
  readonly answer: SurveyAnswer;
}

/** One answer for each invitation, and one for each form that was filled in by the open link; the last one counts. */
export async function saveAnswer(trx: Trx, { id, surveyId, invitationId, answer }: NewAnswer): Promise<void> {
  await trx('survey_answers')
    .insert({ id, survey_id: surveyId, invitation_id: invitationId, ...answer })
    .onConflict(invitationId === null ? 'id' : 'invitation_id')
    .merge(['csat', 'nps', 'comment']);
}

/** What an invited person has answered so far. */
export async function answerOf(db: Db, invitationId: string): Promise<Answer | null> {
  const row = await db<AnswerRow>('survey_answers').where({ invitation_id: invitationId }).first();
  return row ? toAnswer(row) : null;
}

/** How many answers came in by the open link, apart from one that is being sent again. */
export async function openAnswers(trx: Trx, surveyId: string, apartFrom: string): Promise<number> {
  const rows: readonly unknown[] = await trx<AnswerRow>('survey_answers')
    .where({ survey_id: surveyId })
    .whereNull('invitation_id')
    .whereNot('id', apartFrom)
    .select('id');
  return rows.length;
}

export interface SurveyCount {
  readonly invited: number;
  readonly answers: readonly Answer[];
}

/** Everything that was answered, without who it was, and how many were asked. */
export async function surveyCounts(db: Db, surveyIds: readonly string[]): Promise<ReadonlyMap<string, SurveyCount>> {
  if (surveyIds.length === 0) return new Map();
  const invitations = await db<InvitationRow>('survey_invitations')
    .whereIn('survey_id', [...surveyIds])
    .select('survey_id');
  const answers = await db<AnswerRow>('survey_answers')
    .whereIn('survey_id', [...surveyIds])
    .orderBy('id');
  const countOf = (id: string): SurveyCount => ({
    invited: invitations.filter(({ survey_id }) => survey_id === id).length,
    answers: answers.filter(({ survey_id }) => survey_id === id).map(toAnswer),
  });
  return new Map(surveyIds.map((id) => [id, countOf(id)]));
}

/** From now on nobody can tell who gave which answer. */
export async function detachAnswers(trx: Trx, surveyId: string): Promise<void> {
  await trx('survey_answers').where({ survey_id: surveyId }).update({ invitation_id: null });
}

/** Names and addresses of people invited to surveys that closed before an instant are no longer kept, in no list of mails either. */
export async function forgetInvitees(trx: Trx, before: number): Promise<void> {
  await trx.raw(
    `with forgotten as (
       update survey_invitations set name = null, email = null from surveys
       where surveys.id = survey_invitations.survey_id and surveys.closed_at < ? and survey_invitations.email is not null
       returning survey_invitations.id, surveys.engagement_id)
     update mail_log set address = null from forgotten
     where mail_log.key in (
       forgotten.engagement_id || ':survey:invitation:' || forgotten.id,
       forgotten.engagement_id || ':survey:reminder:' || forgotten.id)`,
    [new Date(before)],
  );
}
