import { z } from 'zod';
import { renewalDossierOf } from '../../db/read/renewal';
import { dossiersOf } from '../../db/stores/renewal-dossiers';
import { scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

export const renewalRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/renewal',
    summary: 'What speaks for and against a renewal now, and the dossiers that were kept 90 days before each deadline',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: z.strictObject({ now: z.looseObject({}), kept: z.array(z.looseObject({})) }) },
    handle: async ({ params, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok({ now: await renewalDossierOf(db, engagement, now), kept: await dossiersOf(db, params.id) });
    },
  }),
];
