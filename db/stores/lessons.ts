import type { LessonView, NewLesson } from '../../domain/planning/checklist-schema';
import type { ServiceTypeName } from '../../domain/planning/catalogue';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface LessonRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly service_type: ServiceTypeName;
  readonly gate: NewLesson['gate'];
  readonly lesson: string;
  readonly check_text: string;
  readonly required: boolean;
  readonly recorded_by: string;
  readonly recorded_at: Date;
  readonly retired_at: Date | null;
  readonly number: string;
  readonly title: string;
}

const toLesson = (row: LessonRow): LessonView => ({
  id: row.id,
  serviceType: row.service_type,
  gate: row.gate,
  text: row.lesson,
  check: row.check_text,
  required: row.required,
  source: { engagementId: row.engagement_id, number: row.number, title: row.title },
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
  retiredAt: row.retired_at?.toISOString() ?? null,
});

export interface LessonEntry {
  readonly id: string;
  readonly engagementId: string;
  readonly lesson: NewLesson & { readonly serviceType: ServiceTypeName };
  readonly actorId: string;
  readonly now: number;
}

export async function insertLesson(trx: Trx, { id, engagementId, lesson, actorId, now }: LessonEntry): Promise<void> {
  await trx('lessons')
    .insert({
      id,
      engagement_id: engagementId,
      service_type: lesson.serviceType,
      gate: lesson.gate,
      lesson: lesson.text,
      check_text: lesson.check,
      required: lesson.required,
      recorded_by: actorId,
      recorded_at: new Date(now),
    })
    .onConflict('id')
    .ignore();
}

/** A retired lesson reaches no new engagement. */
export async function retireLesson(trx: Trx, id: string, now: number): Promise<void> {
  await trx('lessons')
    .where({ id })
    .whereNull('retired_at')
    .update({ retired_at: new Date(now) });
}

export interface LessonFilter {
  readonly serviceType?: ServiceTypeName | undefined;
  readonly engagementId?: string | undefined;
  readonly after: string | null;
  readonly limit: number;
}

/** Lessons, oldest first. */
export async function listLessons(db: Db, filter: LessonFilter): Promise<readonly LessonView[]> {
  const query = lessons(db).orderBy('lessons.id').limit(filter.limit);
  if (filter.serviceType) void query.where('lessons.service_type', filter.serviceType);
  if (filter.engagementId) void query.where('lessons.engagement_id', filter.engagementId);
  if (filter.after !== null) void query.where('lessons.id', '>', filter.after);
  return (await query).map(toLesson);
}

export async function findLesson(db: Db, id: string): Promise<LessonView | null> {
  const row = await lessons(db).where('lessons.id', id).first();
  return row ? toLesson(row) : null;
}

export interface NewEngagementKind {
  readonly id: string;
  readonly serviceType: ServiceTypeName;
  readonly createdAt: Date;
}

/** What other engagements of the kind had taught when this one began. */
export async function lessonsFor(
  db: Db,
  { id, serviceType, createdAt }: NewEngagementKind,
): Promise<readonly LessonView[]> {
  const rows = await lessons(db)
    .where('lessons.service_type', serviceType)
    .whereNot('lessons.engagement_id', id)
    .where('lessons.recorded_at', '<=', createdAt)
    .whereRaw('(lessons.retired_at is null or lessons.retired_at > ?)', [createdAt])
    .orderBy('lessons.id');
  return rows.map(toLesson);
}

const lessons = (db: Db) =>
  db<LessonRow>('lessons')
    .join('engagements', 'engagements.id', 'lessons.engagement_id')
    .select<LessonRow[]>('lessons.*', 'engagements.number', 'engagements.title');
