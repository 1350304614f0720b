import { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { fieldError } from '../../domain/errors';
import { NewRemark, PeriodFeedback, RemarkView } from '../../domain/feedback/schema';
import { feedbackByPeriod } from '../../db/read/feedback';
import { insertRemark, remarksOf } from '../../db/stores/feedback-remarks';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { changeRecord } from '../record';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';
import { surveyRoutes } from './surveys';

type Deps = Pick<Services, 'db' | 'gateway' | 'log' | 'config'>;

/** Surveys, their figures by period, and single remarks that came by another way. */
export const feedbackRoutes = (deps: Deps): readonly Route[] => [...surveyRoutes(deps), read(deps), record(deps)];

const common = { tag: 'Delivery', access: 'insiders' } as const;
const NEWEST = 200;

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/feedback',
    summary: 'Figures of closed surveys by period, newest first, and the newest remarks',
    params: EngagementParams,
    answers: { 200: pageOf(PeriodFeedback).extend({ remarks: z.array(RemarkView) }) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [periods, remarks] = await Promise.all([feedbackByPeriod(db, params.id), remarksOf(db, params.id, NEWEST)]);
      return ok({ ...wholeOf(periods), remarks });
    },
  });

const record = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, NewRemark>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/feedback',
    summary: 'Record a single remark about the service that came by another way',
    params: EngagementParams,
    body: NewRemark,
    answers: { 201: RemarkView },
    handle: async (call) => {
      const { params, body, actor, newId: id, now } = call;
      await changeRecord(db, call, {
        act: 'edit',
        type: 'feedback.recorded',
        write: async (trx, engagement) => {
          if (body.on > localDate(engagement.time_zone, now)) throw fieldError('on', 'lies in the future');
          await insertRemark(trx, { id, engagementId: params.id, remark: body, actorId: actor.id, now });
        },
        payload: () => ({ remarkId: id, on: body.on, source: body.source, rating: body.rating ?? null }),
      });
      const { on, source, text, rating = null } = body;
      const view = { id, on, source, text, rating, recordedBy: actor.id, recordedAt: new Date(now).toISOString() };
      return created(`/api/v1/engagements/${params.id}/feedback`, view);
    },
  });
