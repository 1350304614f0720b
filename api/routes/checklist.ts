import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isEnded } from '../../domain/engagement/statuses';
import { ChecklistItem, Tick } from '../../domain/planning/checklist-schema';
import { Key, Uuid } from '../../domain/shapes';
import { engagementChecklist } from '../../db/read/checklist';
import { saveTick } from '../../db/stores/checklist-ticks';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

export const checklistRoutes = (deps: Deps): readonly Route[] => [read(deps), tick(deps)];

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/checklist',
    summary: 'What is to be checked at the gates: of the kind of service, and from lessons of earlier engagements',
    tag: 'Planning',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(ChecklistItem) },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await engagementChecklist(db, engagement)));
    },
  });

const ItemParams = z.strictObject({ id: Uuid, key: Key });

const tick = ({ db }: Deps): Route =>
  route<z.infer<typeof ItemParams>, unknown, Tick>({
    method: 'put',
    path: '/engagements/{id}/checklist/{key}',
    summary: 'Tick an item of the checklist, or open it again',
    tag: 'Planning',
    access: 'insiders',
    params: ItemParams,
    body: Tick,
    answers: { 200: ChecklistItem },
    handle: async (call) => {
      const { params, body, actor, now } = call;
      const item = await changeRecord(db, call, {
        act: 'edit',
        type: 'checklist.ticked',
        write: async (trx, engagement) => {
          if (isEnded(engagement.state))
            throw new DomainError('STATE_CONFLICT', `The engagement has ended (${engagement.state}).`);
          const known = (await engagementChecklist(trx, engagement)).find(({ key }) => key === params.key);
          if (!known) throw new DomainError('NOT_FOUND', 'The checklist has no such item.');
          await saveTick(trx, { engagementId: engagement.id, key: params.key, tick: body, actorId: actor.id, now });
          return known;
        },
        payload: ({ text }) => ({ key: params.key, done: body.done, item: text.en, comment: body.comment ?? null }),
      });
      const tickedAt = new Date(now).toISOString();
      return ok({ ...item, done: body.done, comment: body.comment ?? null, tickedBy: actor.id, tickedAt });
    },
  });
