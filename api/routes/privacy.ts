import { DomainError, fieldError } from '../../domain/errors';
import { isEnded } from '../../domain/engagement/statuses';
import { PrivacyAssessment, PrivacyAssessmentView } from '../../domain/residency/schema';
import { privacyView } from '../../db/read/privacy';
import { settlePrivacyWork } from '../../db/stores/ask-privacy-assessment';
import { findDocument } from '../../db/stores/documents';
import type { EngagementRow } from '../../db/stores/engagements';
import { privacyAssessmentOf, savePrivacyAssessment } from '../../db/stores/privacy-assessments';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** Where data of an engagement leaves the country, and what allows it. */
export const privacyRoutes = (deps: Deps): readonly Route[] => [read(deps), put(deps)];

const common = { tag: 'Contract', access: 'insiders', params: EngagementParams } as const;
const path = '/engagements/{id}/privacy-assessment';

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    ...common,
    method: 'get',
    path,
    summary: 'Where data leaves the country, and its privacy impact assessment; `version` is 0 before there is one',
    answers: { 200: PrivacyAssessmentView },
    handle: async ({ params, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const view = await privacyView(db, engagement, now);
      return ok(view, etagOf(view.version));
    },
  });

const put = (deps: Deps): Route =>
  route<EngagementParams, unknown, PrivacyAssessment>({
    ...common,
    method: 'put',
    path,
    summary:
      'Assess what data abroad means for the people concerned; gate G3 waits for every country that data goes to',
    body: PrivacyAssessment,
    answers: { 200: PrivacyAssessmentView },
    conditional: true,
    handle: async (call) => {
      const view = await recordPrivacy(deps, call);
      return ok(view, etagOf(view.version));
    },
  });

/** Keeps an assessment in place of the one before; what it speaks of is no longer asked about. */
export async function recordPrivacy(
  deps: Deps,
  call: Call<EngagementParams, unknown, PrivacyAssessment>,
): Promise<PrivacyAssessmentView> {
  const { params, body: assessment, actor, now, ifMatch } = call;
  const engagement = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'privacy.assessed',
    write: async (trx, held) => {
      checkRunning(held);
      checkIfMatch(ifMatch, (await privacyAssessmentOf(trx, held.id)).version);
      await checkDocument(trx, held, assessment);
      await savePrivacyAssessment(trx, held.id, { assessment, updatedById: actor.id, now });
      await settlePrivacyWork(trx, held, now);
      return held;
    },
    payload: () => ({ legalBasis: assessment.legalBasis, destinations: assessment.destinations }),
  });
  await planAgain(deps, params.id);
  return privacyView(deps.db, engagement, now);
}

function checkRunning({ state }: EngagementRow): void {
  if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
}

async function checkDocument(trx: Trx, { id: engagementId }: EngagementRow, { documentId: id }: PrivacyAssessment) {
  if (id !== undefined && !(await findDocument(trx, { engagementId, id })))
    throw fieldError('documentId', 'is not a document of this engagement');
}
