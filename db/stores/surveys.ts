import type { SurveyRecord } from '../../domain/feedback/survey';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

type Definition = Pick<SurveyRecord, 'title' | 'period' | 'questions' | 'closesOn' | 'kpi' | 'openLimit'>;

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: Definition;
  readonly closes_at: Date;
  readonly opened_at: Date;
  readonly invited_at: Date | null;
  readonly reminded_at: Date | null;
  readonly closed_at: Date | null;
}

const toSurvey = (row: Row): SurveyRecord => ({
  ...row.definition,
  id: row.id,
  engagementId: row.engagement_id,
  closesAt: row.closes_at.getTime(),
  openedAt: row.opened_at.getTime(),
  invitedAt: row.invited_at?.getTime() ?? null,
  remindedAt: row.reminded_at?.getTime() ?? null,
  closedAt: row.closed_at?.getTime() ?? null,
});

export async function insertSurvey(trx: Trx, survey: SurveyRecord): Promise<void> {
  const { title, period, questions, closesOn, kpi, openLimit } = survey;
  await trx('surveys').insert({
    id: survey.id,
    engagement_id: survey.engagementId,
    definition: JSON.stringify({ title, period, questions, closesOn, kpi, openLimit }),
    closes_at: new Date(survey.closesAt),
    opened_at: new Date(survey.openedAt),
    invited_at: survey.invitedAt === null ? null : new Date(survey.invitedAt),
    reminded_at: survey.remindedAt === null ? null : new Date(survey.remindedAt),
  });
}

const COLUMN = { invitation: 'invited_at', reminder: 'reminded_at', close: 'closed_at' } as const;

/** Notes that a step of a survey is done; the first time counts. */
export async function noteSurveyStep(
  trx: Trx,
  { id, step, now }: { readonly id: string; readonly step: keyof typeof COLUMN; readonly now: number },
): Promise<void> {
  const column = COLUMN[step];
  await trx('surveys')
    .where({ id })
    .whereNull(column)
    .update({ [column]: new Date(now) });
}

export async function findSurvey(db: Db, id: string): Promise<SurveyRecord | null> {
  const row = await db<Row>('surveys').where({ id }).first();
  return row ? toSurvey(row) : null;
}

/** The same, held: neither is it closed while somebody answers, nor do more answer than may. */
export async function lockSurvey(trx: Trx, id: string): Promise<SurveyRecord | null> {
  const row = await trx<Row>('surveys').where({ id }).forUpdate().first();
  return row ? toSurvey(row) : null;
}

/** Oldest first: all of them, or so many after one. */
export async function surveysOf(
  db: Db,
  engagementId: string,
  slice?: { readonly after: string | null; readonly limit: number },
): Promise<readonly SurveyRecord[]> {
  if (!slice) return allSurveys(db, engagementId);
  const query = db<Row>('surveys').where({ engagement_id: engagementId }).orderBy('id').limit(slice.limit);
  if (slice.after) void query.where('id', '>', slice.after);
  return (await query).map(toSurvey);
}

const allSurveys = (db: Db, engagementId: string): Promise<readonly SurveyRecord[]> =>
  once(db, `allSurveys ${engagementId}`, async () =>
    (await db<Row>('surveys').where({ engagement_id: engagementId }).orderBy('id')).map(toSurvey),
  );

/** Those that have not been closed yet. */
export const unclosedSurveys = async (db: Db, engagementId: string): Promise<readonly SurveyRecord[]> =>
  (await allSurveys(db, engagementId)).filter(({ closedAt }) => closedAt === null);
