import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { NewSurvey, SurveyView } from '../../domain/feedback/schema';
import type { SurveyRecord } from '../../domain/feedback/survey';
import { Uuid } from '../../domain/shapes';
import { surveyCounts } from '../../db/stores/survey-answers';
import { findSurvey, surveysOf } from '../../db/stores/surveys';
import { surveyPageLinks } from '../../page-links';
import { scopedEngagement } from '../engagement-scope';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { openSurvey, surveyView } from '../surveys';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log' | 'config'>;

/** What those who use a service say of it. */
export const surveyRoutes = (deps: Deps): readonly Route[] => [open(deps), list(deps), one(deps)];

const common = { tag: 'Delivery', access: 'insiders' } as const;

const viewsOf = async (
  { db, config }: Deps,
  surveys: readonly SurveyRecord[],
  now: number,
): Promise<readonly SurveyView[]> => {
  const links = surveyPageLinks(config.secrets, config.publicUrl);
  const counts = await surveyCounts(
    db,
    surveys.map(({ id }) => id),
  );
  return surveys.map((survey) => surveyView(survey, { links, count: counts.get(survey.id), now }));
};

const open = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewSurvey>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/surveys',
    summary: 'Ask those who use the service; each invited person gets a link, and whoever has the open one may answer',
    params: EngagementParams,
    body: NewSurvey,
    answers: { 201: SurveyView },
    handle: async (call) => {
      const survey = await recordSurvey(deps, call);
      const [view] = await viewsOf(deps, [survey], call.now);
      return created(`/api/v1/engagements/${call.params.id}/surveys/${survey.id}`, view);
    },
  });

/** Opens a survey; its invitations go out by the monitoring. */
export async function recordSurvey(
  deps: Pick<Deps, 'db' | 'gateway' | 'log'>,
  call: Call<EngagementParams, unknown, NewSurvey>,
): Promise<SurveyRecord> {
  const { params, body, newId: id, now } = call;
  const survey = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'survey.opened',
    write: (trx, engagement) => openSurvey(trx, engagement, { id, body, now }),
    payload: ({ title, period, closesOn }) => ({
      ...{ surveyId: id, title, period, closesOn },
      invited: body.invitees.length,
    }),
  });
  await planAgain(deps, params.id);
  return survey;
}

const list = (deps: Deps): Route =>
  route<EngagementParams, ListQuery>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/surveys',
    summary: 'Surveys of an engagement, oldest first; figures once they have closed',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(SurveyView) },
    handle: async ({ params, query, actor, now }) => {
      await scopedEngagement(deps.db, params.id, { actor, act: 'read' });
      const found = await surveysOf(deps.db, params.id, sliceById(query));
      return ok(pageById(await viewsOf(deps, found, now), query.limit));
    },
  });

const One = z.strictObject({ id: Uuid, surveyId: Uuid });
type One = z.infer<typeof One>;

const one = (deps: Deps): Route =>
  route<One>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/surveys/{surveyId}',
    summary: 'A survey with its figures and remarks, without who said what',
    params: One,
    answers: { 200: SurveyView },
    handle: async ({ params, actor, now }) => {
      await scopedEngagement(deps.db, params.id, { actor, act: 'read' });
      const survey = await findSurvey(deps.db, params.surveyId);
      if (survey?.engagementId !== params.id) throw new DomainError('NOT_FOUND', 'The engagement has no such survey.');
      const [view] = await viewsOf(deps, [survey], now);
      return ok(view);
    },
  });
