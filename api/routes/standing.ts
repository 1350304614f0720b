import { z } from 'zod';
import { effectsStarted, standingsOf } from '../../db/stores/standings';
import { standingInForce } from '../../db/read/vendor-standing';
import { StandingEffects } from '../../domain/review/rules-schema';
import { scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

const StandingView = z.strictObject({
  inForce: z.string(),
  /** After each closed period, newest first. */
  history: z.array(
    z.strictObject({
      period: z.string(),
      score: z.number().nullable(),
      found: z.string(),
      inForce: z.string(),
      before: z.string().nullable(),
      redLine: z.boolean(),
    }),
  ),
  /** What standings have led to, newest first; `until` is null while it lasts. */
  effects: z.array(
    z.strictObject({ effect: StandingEffects.keyof(), since: z.string(), until: z.string().nullable() }),
  ),
});

export const standingRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/standing',
    summary: 'The standing in force, how it came about, and what it has led to',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: StandingView },
    handle: async ({ params: { id }, actor }) => {
      await scopedEngagement(db, id, { actor, act: 'read' });
      const [inForce, history, effects] = await Promise.all([
        standingInForce(db, id),
        standingsOf(db, id),
        effectsStarted(db, id),
      ]);
      return ok({
        inForce,
        history: history.toReversed(),
        effects: effects.map(({ effect, since, until }) => ({ effect, since, until })),
      });
    },
  }),
];
