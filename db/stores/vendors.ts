import type { Vendor, Candidate, EvaluationModel, Quote, ScoreSheet } from '../../domain/vendor/records';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface VendorRow {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly uscc: string | null;
  readonly lei: string | null;
  readonly parent_id: string | null;
  readonly status: Vendor['status'];
  readonly contact_email: string | null;
  readonly contact_name: string | null;
  readonly locale: Vendor['locale'];
  readonly certificates: Vendor['certificates'];
  readonly due_diligence: Vendor['dueDiligence'];
  readonly version: number;
}

const toVendor = (row: VendorRow): Vendor => ({
  id: row.id,
  name: row.name,
  country: row.country,
  uscc: row.uscc,
  lei: row.lei,
  parentId: row.parent_id,
  status: row.status,
  contactEmail: row.contact_email,
  contactName: row.contact_name,
  locale: row.locale,
  certificates: row.certificates,
  dueDiligence: row.due_diligence,
  version: row.version,
});

const toColumns = (vendor: Vendor) => ({
  name: vendor.name,
  country: vendor.country,
  uscc: vendor.uscc,
  lei: vendor.lei,
  parent_id: vendor.parentId,
  status: vendor.status,
  contact_email: vendor.contactEmail,
  contact_name: vendor.contactName,
  locale: vendor.locale,
  certificates: JSON.stringify(vendor.certificates),
  due_diligence: vendor.dueDiligence === null ? null : JSON.stringify(vendor.dueDiligence),
});

export async function insertVendor(trx: Trx, vendor: Vendor, now: number): Promise<void> {
  const at = new Date(now);
  await trx('vendors')
    .insert({ id: vendor.id, ...toColumns(vendor), created_at: at, updated_at: at })
    .onConflict('id')
    .ignore();
}

export async function updateVendor(trx: Trx, vendor: Vendor, now: number): Promise<void> {
  await trx('vendors')
    .where({ id: vendor.id })
    .update({ ...toColumns(vendor), version: trx.raw('version + 1'), updated_at: new Date(now) });
}

export async function findVendor(db: Db, id: string): Promise<Vendor | null> {
  const row = await db<VendorRow>('vendors').where({ id }).first();
  return row ? toVendor(row) : null;
}

/** Reads a vendor and keeps others from changing it until the transaction ends. */
export async function lockVendor(trx: Trx, id: string): Promise<Vendor | null> {
  const row = await trx<VendorRow>('vendors').where({ id }).forUpdate().first();
  return row ? toVendor(row) : null;
}

export async function listVendors(
  db: Db,
  { q, after, limit }: { q?: string | undefined; after: string | null; limit: number },
): Promise<readonly Vendor[]> {
  const query = db<VendorRow>('vendors').orderBy('id').limit(limit);
  if (after !== null) void query.where('id', '>', after);
  if (q) void query.whereRaw('name ilike ?', [`%${q.replace(/[%_\\]/g, '\\$&')}%`]);
  return (await query).map(toVendor);
}

interface CandidateRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly vendor_id: string;
  readonly quote: Quote | null;
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
  { quote, now }: { quote: Quote; now: number },
): Promise<void> {
  await trx('candidates')
    .where({ id: candidateId })
    .update({ quote: JSON.stringify(quote), updated_at: new Date(now) });
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

export async function modelOf(db: Db, engagementId: string): Promise<EvaluationModel | null> {
  const row = await db<{ engagement_id: string; model: EvaluationModel }>('evaluation_models')
    .where({ engagement_id: engagementId })
    .first('model');
  return row?.model ?? null;
}

interface SheetRow {
  readonly candidate_id: string;
  readonly evaluator_id: string;
  readonly scores: ScoreSheet['scores'];
  readonly conflict_of_interest: boolean;
  readonly comment: string | null;
}

export async function saveSheet(trx: Trx, sheet: ScoreSheet, now: number): Promise<void> {
  const columns = {
    scores: JSON.stringify(sheet.scores),
    conflict_of_interest: sheet.conflictOfInterest,
    comment: sheet.comment,
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
  }));
}
