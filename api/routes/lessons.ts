import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Reason, ServiceType } from '../../domain/engagement/schema';
import { LessonView, NewLesson } from '../../domain/planning/checklist-schema';
import { Uuid } from '../../domain/shapes';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { findLesson, insertLesson, listLessons, retireLesson } from '../../db/stores/lessons';
import { inTransaction } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { changeRecord } from '../record';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

export const lessonRoutes = (deps: Deps): readonly Route[] => [record(deps), list(deps), read(deps), retire(deps)];

/** A lesson may be recorded at any time, also after the end; it reaches engagements that begin after it. */
const record = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, NewLesson>({
    method: 'post',
    path: '/engagements/{id}/lessons',
    summary: 'Record what an engagement taught, as a check for later ones of its kind',
    tag: 'Planning',
    access: 'insiders',
    params: EngagementParams,
    body: NewLesson,
    answers: { 201: LessonView },
    handle: async (call) => {
      const { params, body, actor, newId, now } = call;
      await changeRecord(db, call, {
        act: 'edit',
        type: 'lesson.recorded',
        write: async (trx, engagement) => {
          const lesson = { ...body, serviceType: body.serviceType ?? engagement.service_type };
          await insertLesson(trx, { id: newId, engagementId: params.id, lesson, actorId: actor.id, now });
        },
        payload: () => ({ lessonId: newId, gate: body.gate, check: body.check }),
      });
      return created(`/api/v1/lessons/${newId}`, await findLesson(db, newId));
    },
  });

const Query = z.strictObject({ ...pageQuery, serviceType: ServiceType.optional(), engagementId: Uuid.optional() });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/lessons',
    summary: 'Lessons of engagements, oldest first',
    tag: 'Planning',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(LessonView) },
    handle: async ({ query }) => {
      const after = idCursor(query.cursor);
      const rows = await listLessons(db, { ...query, after, limit: query.limit + 1 });
      return ok(toPage(rows, query.limit, ({ id }) => [id]));
    },
  });

const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/lessons/{id}',
    summary: 'One lesson',
    tag: 'Planning',
    access: 'insiders',
    params: Params,
    answers: { 200: LessonView },
    handle: async ({ params }) => ok(known(await findLesson(db, params.id))),
  });

const retire = ({ db }: Deps): Route =>
  route<Params, unknown, z.infer<typeof Reason>>({
    method: 'post',
    path: '/lessons/{id}/retire',
    summary: 'Let a lesson reach no further engagement',
    tag: 'Planning',
    access: 'insiders',
    params: Params,
    body: Reason,
    answers: { 200: LessonView },
    handle: async ({ params, body, actor, channel, now, newId }) => {
      const { source } = known(await findLesson(db, params.id));
      await scopedEngagement(db, source.engagementId, { actor, act: 'edit' });
      await inTransaction(db, async (trx) => {
        await retireLesson(trx, params.id, now);
        const payload = { lessonId: params.id, reason: body.reason };
        await appendAudit(trx, engagementStream(source.engagementId), [
          { key: `lesson.retired:${newId}`, at: now, type: 'lesson.retired', actorId: actor.id, channel, payload },
        ]);
      });
      return ok(await findLesson(db, params.id));
    },
  });

function known(lesson: LessonView | null): LessonView {
  if (!lesson) throw new DomainError('NOT_FOUND', 'There is no such lesson.');
  return lesson;
}
