import type { Candidate, EvaluationModel, StoredQuote, ScoreSheet } from '../../domain/vendor/records';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

export { findVendor } from './vendor-master';

interface CandidateRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly vendor_id: string;
  readonly quote: StoredQuote | null;
}

const toCandidate = (row: CandidateRow): Candidate => ({
  id: row.id,
  engagementId: row.engagement_id,
  vendorId: row.vendor_id,
  quote: row.quote,
});

/** Adds a vendor to the tender; the same vendor stays one candidate. Answers the id that counts. */
export async function insertCandidate(trx: Trx, candidate: Omit<Candidate, 'quote'>, now: number): Promise<string> {
  const at = new Date(now);
  await trx('candidates')
    .insert({
      id: candidate.id,
      engagement_id: candidate.engagementId,
      vendor_id: candidate.vendorId,
      created_at: at,
      updated_at: at,
    })
    .onConflict(['engagement_id', 'vendor_id'])
    .ignore();
  const row = await trx<CandidateRow>('candidates')
    .where({ engagement_id: candidate.engagementId, vendor_id: candidate.vendorId })
    .first('id');
  return row?.id ?? candidate.id;
}

export async function saveQuote(
  trx: Trx,
  candidateId: string,
  { quote, now }: { quote: StoredQuote; now: number },
): Promise<void> {
  await trx('candidates')
    .where({ id: candidateId })
    .update({ quote: JSON.stringify(quote), updated_at: new Date(now) });
}

/** Many new candidates at once, of vendors that the engagement does not have yet. */
export async function insertCandidates(
  trx: Trx,
  candidates: readonly Omit<Candidate, 'quote'>[],
  now: number,
): Promise<void> {
  const at = new Date(now);
  await trx.raw(
    `insert into candidates (id, engagement_id, vendor_id, created_at, updated_at)
     select *, ?::timestamptz, ?::timestamptz from unnest(?::uuid[], ?::uuid[], ?::uuid[]) on conflict do nothing`,
    [
      at,
      at,
      candidates.map(({ id }) => id),
      candidates.map(({ engagementId }) => engagementId),
      candidates.map(({ vendorId }) => vendorId),
    ],
  );
}

export async function saveQuotes(
  trx: Trx,
  quotes: readonly { readonly candidateId: string; readonly quote: StoredQuote }[],
  now: number,
): Promise<void> {
  await trx.raw(
    `update candidates set quote = given.quote, updated_at = ?
     from unnest(?::uuid[], ?::jsonb[]) as given (id, quote) where candidates.id = given.id`,
    [new Date(now), quotes.map(({ candidateId }) => candidateId), quotes.map(({ quote }) => JSON.stringify(quote))],
  );
}

export async function candidatesOf(db: Db, engagementId: string): Promise<readonly Candidate[]> {
  const rows = await db<CandidateRow>('candidates').where({ engagement_id: engagementId }).orderBy('id');
  return rows.map(toCandidate);
}

export async function saveModel(
  trx: Trx,
  engagementId: string,
  { model, now }: { model: EvaluationModel; now: number },
): Promise<void> {
  const columns = { model: JSON.stringify(model), updated_at: new Date(now) };
  await trx('evaluation_models')
    .insert({ engagement_id: engagementId, ...columns })
    .onConflict('engagement_id')
    .merge(columns);
}

export const modelOf = (db: Db, engagementId: string): Promise<EvaluationModel | null> =>
  once(db, `modelOf ${engagementId}`, async () => {
    const row = await db<{ engagement_id: string; model: EvaluationModel }>('evaluation_models')
      .where({ engagement_id: engagementId })
      .first('model');
    return row?.model ?? null;
  });

interface SheetRow {
  readonly candidate_id: string;
  readonly evaluator_id: string;
  readonly scores: ScoreSheet['scores'];
  readonly conflict_of_interest: boolean;
  readonly comment: string | null;
  readonly evidence: Readonly<Record<string, string>>;
}

export async function saveSheet(trx: Trx, sheet: ScoreSheet, now: number): Promise<void> {
  const columns = {
    scores: JSON.stringify(sheet.scores),
    conflict_of_interest: sheet.conflictOfInterest,
    comment: sheet.comment,
    evidence: JSON.stringify(sheet.evidence ?? {}),
    updated_at: new Date(now),
  };
  await trx('score_sheets')
    .insert({ candidate_id: sheet.candidateId, evaluator_id: sheet.evaluatorId, ...columns })
    .onConflict(['candidate_id', 'evaluator_id'])
    .merge(columns);
}

export async function sheetsOf(db: Db, engagementId: string): Promise<readonly ScoreSheet[]> {
  const rows = await db<SheetRow>('score_sheets')
    .join('candidates', 'candidates.id', 'score_sheets.candidate_id')
    .where({ 'candidates.engagement_id': engagementId })
    .orderBy(['score_sheets.candidate_id', 'score_sheets.evaluator_id'])
    .select<SheetRow[]>('score_sheets.*');
  return rows.map((row) => ({
    candidateId: row.candidate_id,
    evaluatorId: row.evaluator_id,
    scores: row.scores,
    conflictOfInterest: row.conflict_of_interest,
    comment: row.comment,
    evidence: row.evidence,
  }));
}
