import { z } from 'zod';
import { CultureBody } from '../../../domain/tender/schema';
import { cultureFits } from '../../../db/read/culture';
import { cultureOf, saveCulture } from '../../../db/stores/evaluation-records';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { ok, type Route, route } from '../../route';
import { candidateOf, notWhileDecided } from '../../selection-rules';
import type { Services } from '../../services';
import { CandidateParams } from './params';

type Deps = Pick<Services, 'db'>;

const Rate = z.number().nullable();
const CultureView = z.strictObject({
  responseTime: z.strictObject({ medianHours: Rate, answered: z.int(), open: z.int(), score: Rate }),
  overlap: z.strictObject({ hours: z.number(), sharedLanguages: z.array(z.string()), score: z.number() }).nullable(),
  values: Rate,
  references: Rate,
  record: CultureBody.nullable(),
});

export const cultureRoutes = (deps: Deps): readonly Route[] => [readCulture(deps), recordCulture(deps)];

const readCulture = ({ db }: Deps): Route =>
  route<CandidateParams>({
    method: 'get',
    path: '/engagements/{id}/candidates/{cid}/culture',
    summary: 'How well people would work together: measured response time, shared hours, values, references',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    answers: { 200: CultureView },
    handle: async ({ params, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { id } = await candidateOf(db, params);
      const { of } = await cultureFits(db, engagement, now);
      return ok({ ...of.get(id), record: (await cultureOf(db, params.id)).get(id) ?? null });
    },
  });

const recordCulture = ({ db }: Deps): Route =>
  route<CandidateParams, unknown, CultureBody>({
    method: 'put',
    path: '/engagements/{id}/candidates/{cid}/culture',
    summary: 'Record working hours, the values questionnaire and reference checks of a candidate',
    tag: 'Selection',
    access: 'insiders',
    params: CandidateParams,
    body: CultureBody,
    answers: { 200: CultureBody },
    handle: async (call) => {
      await changeRecord(db, call, {
        act: 'edit',
        type: 'selection.culture',
        write: async (trx, engagement) => {
          editableIn(engagement, ['VENDOR_SELECTION']);
          await notWhileDecided(trx, engagement);
          const { id } = await candidateOf(trx, call.params);
          await saveCulture(trx, id, { record: call.body, now: call.now });
        },
        payload: () => ({ candidateId: call.params.cid }),
      });
      return ok(call.body);
    },
  });
