import type { CultureBody } from '../../domain/tender/schema';
import type { BarWaiver, ModeratorNote } from '../../domain/vendor/evaluation';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** Who is to judge; nobody named means whoever may. */
export async function saveEvaluators(trx: Trx, engagementId: string, userIds: readonly string[]): Promise<void> {
  await trx('evaluators').where({ engagement_id: engagementId }).delete();
  if (userIds.length > 0)
    await trx('evaluators').insert(userIds.map((userId) => ({ engagement_id: engagementId, user_id: userId })));
}

export async function evaluatorsOf(db: Db, engagementId: string): Promise<readonly string[]> {
  return db('evaluators').where({ engagement_id: engagementId }).orderBy('user_id').pluck<string[]>('user_id');
}

export async function saveCulture(
  trx: Trx,
  candidateId: string,
  { record, now }: { readonly record: CultureBody; readonly now: number },
): Promise<void> {
  const columns = { record: JSON.stringify(record), updated_at: new Date(now) };
  await trx('culture_records')
    .insert({ candidate_id: candidateId, ...columns })
    .onConflict('candidate_id')
    .merge(columns);
}

export async function cultureOf(db: Db, engagementId: string): Promise<ReadonlyMap<string, CultureBody>> {
  const rows = await db('culture_records')
    .join('candidates', 'candidates.id', 'culture_records.candidate_id')
    .where({ engagement_id: engagementId })
    .select<{ candidate_id: string; record: CultureBody }[]>('candidate_id', 'record');
  return new Map(rows.map(({ candidate_id: id, record }) => [id, record]));
}

export interface WrittenNote extends ModeratorNote {
  readonly note: string;
  readonly authorId: string;
  readonly now: number;
}

/** The newest note about a criterion of a candidate counts. */
export async function saveNote(
  trx: Trx,
  { candidateId, criterion, ratings, note, authorId, now }: WrittenNote,
): Promise<void> {
  const columns = { ratings: JSON.stringify(ratings), note, author_id: authorId, at: new Date(now) };
  await trx('moderator_notes')
    .insert({ candidate_id: candidateId, criterion, ...columns })
    .onConflict(['candidate_id', 'criterion'])
    .merge(columns);
}

interface NoteRow {
  readonly candidate_id: string;
  readonly criterion: string;
  readonly ratings: readonly number[];
}

export async function notesOf(db: Db, engagementId: string): Promise<readonly ModeratorNote[]> {
  const rows = await db('moderator_notes')
    .join('candidates', 'candidates.id', 'moderator_notes.candidate_id')
    .where({ engagement_id: engagementId })
    .select<NoteRow[]>('candidate_id', 'criterion', 'ratings');
  return rows.map(({ candidate_id: candidateId, criterion, ratings }) => ({ candidateId, criterion, ratings }));
}

export interface AskedWaiver extends Omit<BarWaiver, 'confirmedBy'> {
  readonly reason: string;
  readonly askedBy: string;
  readonly now: number;
}

/** Asks to waive a bar; asking again, for another score, needs a second person anew. */
export async function askBarWaiver(trx: Trx, waiver: AskedWaiver): Promise<void> {
  const { candidateId, dimension, score, reason, askedBy, now } = waiver;
  const columns = { score, reason, asked_by: askedBy, asked_at: new Date(now), confirmed_by: null, confirmed_at: null };
  await trx('bar_waivers')
    .insert({ candidate_id: candidateId, dimension, ...columns })
    .onConflict(['candidate_id', 'dimension'])
    .merge(columns);
}

export async function confirmBarWaiver(
  trx: Trx,
  { candidateId, dimension }: Pick<BarWaiver, 'candidateId' | 'dimension'>,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<void> {
  await trx('bar_waivers')
    .where({ candidate_id: candidateId, dimension })
    .whereNull('confirmed_by')
    .update({ confirmed_by: by, confirmed_at: new Date(now) });
}

export interface Waiver extends BarWaiver {
  readonly reason: string;
  readonly askedBy: string;
}

interface WaiverRow {
  readonly candidate_id: string;
  readonly dimension: string;
  readonly score: number;
  readonly reason: string;
  readonly asked_by: string;
  readonly confirmed_by: string | null;
}

export async function waiversOf(db: Db, engagementId: string): Promise<readonly Waiver[]> {
  const rows = await db('bar_waivers')
    .join('candidates', 'candidates.id', 'bar_waivers.candidate_id')
    .where({ engagement_id: engagementId })
    .orderBy(['candidate_id', 'dimension'])
    .select<WaiverRow[]>('bar_waivers.*');
  return rows.map((row) => ({
    candidateId: row.candidate_id,
    dimension: row.dimension,
    score: row.score,
    reason: row.reason,
    askedBy: row.asked_by,
    confirmedBy: row.confirmed_by,
  }));
}
