import { localDate } from '../../domain/calendar/zone';
import { signingObjection } from '../../domain/contract/compliance';
import { checkComplete } from '../../domain/engagement/team';
import { DomainError, fieldError } from '../../domain/errors';
import type { Engagement } from '../../domain/engagement/engagement';
import { EngagementView, Signature } from '../../domain/engagement/schema';
import { engagementView } from '../../db/read/engagements';
import { teamRules } from '../../db/read/team-rules';
import { workCalendarOf } from '../../db/read/work-calendar';
import { approvedVersionOf } from '../../db/stores/contract-versions';
import { type SignaturePaper, signaturesOf } from '../../db/stores/contracts';
import { complianceOf } from '../../db/stores/compliance';
import { findDocument } from '../../db/stores/documents';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import { engagementWorkflowId } from '../../workflows/ids';
import { scopedEngagement, teamOf } from '../engagement-scope';
import { type Call, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway'>;

export const signatureRoutes = ({ db, gateway }: Deps): readonly Route[] => [
  route<EngagementParams, unknown, Signature>({
    method: 'post',
    path: '/engagements/{id}/contract/signatures',
    summary: 'Record a signature under the approved version; with both, the transition begins',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: Signature,
    answers: { 201: EngagementView },
    handle: async (call) => {
      await recordSignature({ db, gateway }, call);
      return { status: 201, body: await engagementView(db, call.params.id) };
    },
  }),
];

/** A signature under the version that gate G3 approved. */
export async function recordSignature(
  { db, gateway }: Deps,
  { params, body, actor, channel, newId, now }: Call<EngagementParams, unknown, Signature>,
): Promise<void> {
  const engagement = await scopedEngagement(db, params.id, { actor, act: 'edit' });
  await checkSigned(db, params.id, body);
  await checkReported(db, engagement, { signedAt: body.signedAt, now });
  await checkFirst(db, params.id, body);
  await checkTeamOf(db, engagement, body);
  const { party, signatory, signedAt } = body;
  const paper = await signaturePaper(db, params.id, body);
  await gateway.update<Engagement>({
    id: engagementWorkflowId(params.id),
    update: 'sign',
    arg: { party, signatory, signedAt, ...(paper && { paper }), actorId: actor.id, channel },
    updateId: `sign-${newId}`,
  });
}

/** What was signed is what gate G3 approved, down to the hash. */
async function checkSigned(db: Db, engagementId: string, { contractSha256 }: Signature): Promise<void> {
  if (contractSha256 === undefined) return;
  const approved = await approvedVersionOf(db, engagementId);
  if (approved && approved.sha256 !== contractSha256)
    throw new DomainError('SUBJECT_CHANGED', `Approved is version ${approved.version}, ${approved.sha256}.`);
}

/** Where an authority must hear of the contract first, it is signed when the time for an answer is over. */
async function checkReported(
  db: Db,
  engagement: EngagementRow,
  { signedAt, now }: { signedAt: string; now: number },
): Promise<void> {
  const { id, criticality, time_zone: timeZone } = engagement;
  const { regulated, reportedOn = null } = await complianceOf(db, id);
  const calendar = await workCalendarOf(db, timeZone);
  const signedOn = localDate(timeZone, Date.parse(signedAt));
  const objection = signingObjection({ criticality, regulated, reportedOn }, { signedOn, calendar });
  if (objection) throw DomainError.from(objection);
  // A date to come would talk the waiting time away.
  if (regulated && Date.parse(signedAt) > now) throw fieldError('signedAt', 'lies in the future');
}

/** The signature that makes the contract begins the transition, and that needs a team. */
async function checkTeamOf(db: Db, engagement: EngagementRow, { party }: Signature): Promise<void> {
  const others = (await signaturesOf(db, engagement.id)).filter((one) => one.party !== party);
  if (others.length > 0) checkComplete(teamOf(engagement), await teamRules(db));
}

/** Each party signs once; the same signature said again is the same, another one is refused. */
async function checkFirst(db: Db, engagementId: string, { party, signatory, signedAt }: Signature): Promise<void> {
  const known = (await signaturesOf(db, engagementId)).find((one) => one.party === party);
  if (!known || (known.signatory === signatory && Date.parse(known.signedAt) === Date.parse(signedAt))) return;
  throw new DomainError('STATE_CONFLICT', `${known.signatory} has signed for this party already.`);
}

/** How it was signed; a signed copy must be a document of the engagement. */
export async function signaturePaper(
  db: Db,
  engagementId: string,
  { method, documentId }: Pick<Signature, 'method' | 'documentId'>,
): Promise<SignaturePaper | null> {
  if (method === undefined && documentId === undefined) return null;
  const document = documentId === undefined ? null : await findDocument(db, { engagementId, id: documentId });
  if (documentId !== undefined && !document) throw fieldError('documentId', 'is not a document of this engagement');
  return {
    method: method ?? 'manual-upload',
    documentId: document?.id ?? null,
    documentSha256: document?.sha256 ?? null,
  };
}
