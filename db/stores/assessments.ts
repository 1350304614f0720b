import type { Expiring } from '../../domain/vendor/care';
import type { Assessment, AssessmentLine, StoredQuestionnaire } from '../../domain/vendor/assessment/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly vendor_id: string;
  readonly questionnaire_key: string;
  readonly questionnaire: StoredQuestionnaire;
  readonly state: Assessment['state'];
  readonly answers: Assessment['answers'];
  readonly previous_id: string | null;
  readonly to_review: Assessment['toReview'];
  readonly result: Assessment['result'];
  readonly opened_at: Date;
  readonly opened_by: string;
  readonly submitted_at: Date | null;
  readonly submitted_by: string | null;
  readonly reviewed_at: Date | null;
  readonly reviewed_by: string | null;
  readonly review_comment: string | null;
  readonly valid_until: string | null;
  readonly link_secret_hash: string | null;
  readonly link_expires_at: Date | null;
  readonly version: number;
}

const toAssessment = (row: Row): Assessment => ({
  id: row.id,
  vendorId: row.vendor_id,
  questionnaire: row.questionnaire,
  state: row.state,
  answers: row.answers,
  previousId: row.previous_id,
  toReview: row.to_review,
  result: row.result,
  openedAt: row.opened_at.toISOString(),
  openedBy: row.opened_by,
  submittedAt: row.submitted_at?.toISOString() ?? null,
  submittedBy: row.submitted_by,
  reviewedAt: row.reviewed_at?.toISOString() ?? null,
  reviewedBy: row.reviewed_by,
  reviewComment: row.review_comment,
  validUntil: row.valid_until,
  version: row.version,
});

export const lineOfAssessment = ({
  questionnaire,
  answers: _a,
  toReview: _r,
  ...line
}: Assessment): AssessmentLine => ({
  ...line,
  questionnaireKey: questionnaire.key,
  questionnaireVersion: questionnaire.version,
  title: questionnaire.title,
});

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const toColumns = (assessment: Assessment) => ({
  state: assessment.state,
  answers: JSON.stringify(assessment.answers),
  to_review: JSON.stringify(assessment.toReview),
  result: assessment.result === null ? null : JSON.stringify(assessment.result),
  submitted_at: instant(assessment.submittedAt),
  submitted_by: assessment.submittedBy,
  reviewed_at: instant(assessment.reviewedAt),
  reviewed_by: assessment.reviewedBy,
  review_comment: assessment.reviewComment,
  valid_until: assessment.validUntil,
});

/** Opens an assessment; the same id is the same one however often it is tried. */
export async function insertAssessment(trx: Trx, assessment: Assessment): Promise<void> {
  await trx('vendor_assessments')
    .insert({
      id: assessment.id,
      vendor_id: assessment.vendorId,
      questionnaire_key: assessment.questionnaire.key,
      questionnaire: JSON.stringify(assessment.questionnaire),
      previous_id: assessment.previousId,
      opened_at: new Date(assessment.openedAt),
      opened_by: assessment.openedBy,
      ...toColumns(assessment),
    })
    .onConflict('id')
    .ignore();
}

/** Writes what a step has changed and no other column: a vendor may change no more than what handing in changes. */
export async function saveAssessment(trx: Trx, before: Assessment, after: Assessment): Promise<void> {
  const old = new Map(Object.entries(toColumns(before)).map(([name, value]) => [name, JSON.stringify(value)]));
  const changed = Object.entries(toColumns(after)).filter(([name, value]) => old.get(name) !== JSON.stringify(value));
  await trx('vendor_assessments')
    .where({ id: after.id })
    .update({ ...Object.fromEntries(changed), version: trx.raw('version + 1') });
}

export async function findAssessment(db: Db, id: string): Promise<Assessment | null> {
  const row = await db<Row>('vendor_assessments').where({ id }).first();
  return row ? toAssessment(row) : null;
}

export async function lockAssessment(trx: Trx, id: string): Promise<Assessment | null> {
  const row = await trx<Row>('vendor_assessments').where({ id }).forUpdate().first();
  return row ? toAssessment(row) : null;
}

/** All of a vendor's, newest first. */
export async function assessmentsOf(db: Db, vendorId: string): Promise<readonly Assessment[]> {
  const rows = await db<Row>('vendor_assessments')
    .where({ vendor_id: vendorId })
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc');
  return rows.map(toAssessment);
}

/** Puts a link in the place of the one before, which opens nothing any more. */
export async function saveAssessmentLink(
  trx: Trx,
  id: string,
  { secretHash, expiresAt }: { secretHash: string; expiresAt: number },
): Promise<void> {
  await trx('vendor_assessments')
    .where({ id })
    .update({ link_secret_hash: secretHash, link_expires_at: new Date(expiresAt) });
}

export interface AssessmentLink {
  readonly assessment: Assessment;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The assessment behind a link, also of one that has run out. */
export async function findAssessmentLink(db: Db, secretHash: string): Promise<AssessmentLink | null> {
  const row = await db<Row>('vendor_assessments').where({ link_secret_hash: secretHash }).first();
  return row ? { assessment: toAssessment(row), expiresAt: row.link_expires_at?.getTime() ?? 0 } : null;
}

/** Of each vendor and questionnaire the newest accepted assessment, when nobody has opened the next one. */
export async function expiringAssessments(
  db: Db,
  until: string,
): Promise<readonly (Expiring & { vendorId: string })[]> {
  const rows = await db<Row>('vendor_assessments')
    .distinctOn('vendor_id', 'questionnaire_key')
    .orderBy(['vendor_id', 'questionnaire_key', { column: 'opened_at', order: 'desc' }])
    .select();
  return rows.flatMap((row) =>
    row.state === 'accepted' && row.valid_until !== null && row.valid_until <= until
      ? [
          {
            id: row.id,
            vendorId: row.vendor_id,
            questionnaireKey: row.questionnaire_key,
            title: row.questionnaire.title['zh-CN'],
            validUntil: row.valid_until,
          },
        ]
      : [],
  );
}
