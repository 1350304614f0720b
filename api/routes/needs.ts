import { DomainError } from '../../domain/errors';
import { EngagementView } from '../../domain/engagement/schema';
import { criticalityOf } from '../../domain/planning/criticality';
import { givenAwayActivities } from '../../domain/planning/readiness';
import { Needs } from '../../domain/planning/schema';
import { engagementView } from '../../db/read/engagements';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { saveNeeds } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { editableIn, heldEngagement } from '../engagement-scope';
import { checkIfMatch, etagOf } from '../precondition';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

/** The needs may be drafted in any order; each field that is sent replaces what it was. */
export const needsRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams, unknown, Needs>({
    method: 'patch',
    path: '/engagements/{id}/needs',
    summary: 'Change the needs',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    body: Needs,
    answers: { 200: EngagementView },
    conditional: true,
    handle: async ({ params, body, actor, channel, now, requestId, ifMatch }) => {
      const version = await inTransaction(db, async (trx) => {
        const engagement = await heldEngagement(trx, params.id, { actor, act: 'edit' });
        editableIn(engagement, ['NEEDS_ANALYSIS']);
        checkIfMatch(ifMatch, engagement.needs_version);
        const needs = { ...engagement.needs, ...body };
        refuseProhibited(needs);
        await saveNeeds(trx, { id: params.id, needs, criticality: criticalityOf(needs), now });
        const payload = { fields: Object.keys(body) };
        await appendAudit(trx, engagementStream(params.id), [
          { key: `needs:${requestId}`, at: now, type: 'engagement.needs', actorId: actor.id, channel, payload },
        ]);
        return engagement.needs_version + 1;
      });
      return ok(await engagementView(db, params.id), etagOf(version));
    },
  }),
];

/** What the law keeps inside is refused at once, not only at the gate. */
function refuseProhibited(needs: Needs): void {
  const errors = givenAwayActivities(needs);
  if (errors.length > 0)
    throw new DomainError('ACTIVITY_MUST_BE_RETAINED', errors.map(({ message }) => message).join('; '), errors);
}
