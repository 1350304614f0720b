import { z } from 'zod';
import { Amendment, AmendmentView, NewAmendment } from '../../domain/contract/amendment-schema';
import { contractChanges } from '../../domain/contract/changes';
import { Signature } from '../../domain/engagement/schema';
import { DomainError, fieldError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { draftAmendment } from '../../db/read/amendment-draft';
import {
  amendmentsOf,
  forgetAmendment,
  insertAmendment,
  signAmendment,
  type StoredAmendment,
} from '../../db/stores/amendments';
import { bindChanges } from '../../db/stores/change-requests';
import { findVersion, hashOfTerms } from '../../db/stores/contract-versions';
import { moveMilestones } from '../../db/stores/milestone-terms';
import { findDocument } from '../../db/stores/documents';
import { forgetUnasked } from '../../db/stores/unasked';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { askApproval } from '../side-requests';
import { pageOf, wholeOf } from '../paging';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { signaturePaper } from './contract-signatures';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** After the signature a contract changes by amendment: approved, signed by both sides, in force from its day on. */
export const amendmentRoutes = (deps: Deps): readonly Route[] => [propose(deps), list(deps), sign(deps)];

type ProposeCall = Call<EngagementParams, unknown, NewAmendment>;
export const SERVING = ['TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED'] as const;

const propose = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewAmendment>({
    method: 'post',
    path: '/engagements/{id}/contract/amendments',
    summary: 'Propose an amendment of the signed contract (policy `contract-amendment`)',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: NewAmendment,
    answers: { 201: AmendmentView },
    handle: async (call) => {
      await proposeAmendment(deps, call);
      const { params, newId: id } = call;
      return created(
        `/api/v1/engagements/${params.id}/contract/amendments/${id}`,
        await viewOf(deps.db, params.id, id),
      );
    },
  });

/** Asks for the approval of terms that read otherwise from a day on. */
export async function proposeAmendment(deps: Deps, call: ProposeCall): Promise<void> {
  const { params, newId: id, actor, now } = call;
  const { engagement, subject } = await write(deps.db, call);
  try {
    const policyKey = 'contract-amendment';
    await askApproval(deps, { requestId: id, engagement, policyKey, requesterId: actor.id, subject, now });
  } catch (error) {
    await forgetAmendment(deps.db, id);
    throw error;
  }
  await planAgain(deps, params.id);
}

/** Keeps the proposal, and what its approvers decide on. */
const write = (db: Db, call: ProposeCall) =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'contract.amendment-proposed',
    write: async (trx, engagement) => {
      const { body, newId: id, actor, now } = call;
      editableIn(engagement, SERVING);
      await forgetUnasked(trx, engagement.id, now);
      const draft = await draftAmendment(trx, engagement, body);
      const document = await documentOf(trx, engagement.id, body.documentId);
      const { changes, reason, effectiveOn } = body;
      await insertAmendment(trx, {
        ...{ id, engagementId: engagement.id, baseVersion: draft.baseVersion, changes, terms: draft.after, reason },
        ...{ effectiveOn, document, status: 'pending' as const, requestId: id, proposedById: actor.id, now },
      });
      const data = {
        reason,
        effectiveOn,
        changes: contractChanges(draft.before, draft.after),
        contractSha256: hashOfTerms(draft.after),
        documentSha256: document?.sha256 ?? null,
      };
      const title = `${engagement.number} ${engagement.title}: amendment`;
      return { engagement, subject: { type: 'contract-amendment', title, data } };
    },
    payload: () => ({ amendmentId: call.newId, effectiveOn: call.body.effectiveOn }),
  });

async function documentOf(trx: Trx, engagementId: string, id: string | undefined) {
  const document = id === undefined ? null : await findDocument(trx, { engagementId, id });
  if (id !== undefined && !document) throw fieldError('documentId', 'is not a document of this engagement');
  return document;
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/contract/amendments',
    summary: 'Amendments of the contract, oldest first',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(AmendmentView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const amendments = await amendmentsOf(db, params.id);
      return ok(wholeOf(await Promise.all(amendments.map((one) => toView(db, one)))));
    },
  });

const One = z.strictObject({ id: Uuid, amendmentId: Uuid });
type One = z.infer<typeof One>;

const sign = (deps: Deps): Route =>
  route<One, unknown, Signature>({
    method: 'post',
    path: '/engagements/{id}/contract/amendments/{amendmentId}/signatures',
    summary: 'Record a signature under an approved amendment; with both it becomes a version of the contract',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    body: Signature,
    answers: { 201: AmendmentView },
    handle: async (call) => {
      await recordAmendmentSignature(deps, call);
      const { id, amendmentId } = call.params;
      return { status: 201, body: await viewOf(deps.db, id, amendmentId) };
    },
  });

/** A signature under an approved amendment. */
export async function recordAmendmentSignature(deps: Deps, call: Call<One, unknown, Signature>): Promise<void> {
  const { params, body } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'contract.amendment-signed',
    write: (trx) => addSignature(trx, call),
    payload: () => ({ amendmentId: params.amendmentId, party: body.party, signatory: body.signatory }),
  });
  await planAgain(deps, params.id);
}

async function addSignature(trx: Trx, { params, body, now }: Call<One, unknown, Signature>): Promise<void> {
  const amendment = await existing(trx, params.id, params.amendmentId);
  const { party, signatory, signedAt, contractSha256 } = body;
  if (amendment.status !== 'approved')
    throw new DomainError('STATE_CONFLICT', `The amendment is ${amendment.status}: signatures follow its approval.`);
  if (amendment.signatures[party]) throw new DomainError('STATE_CONFLICT', `It has been signed by ${party} already.`);
  if (contractSha256 !== undefined && contractSha256 !== amendment.sha256)
    throw new DomainError('SUBJECT_CHANGED', `Approved is the contract ${amendment.sha256}.`);
  const paper = await signaturePaper(trx, params.id, body);
  const how = paper ?? { method: null, documentId: null, documentSha256: null };
  const binding = await signAmendment(trx, amendment, { party, signature: { signatory, signedAt, ...how }, now });
  if (!binding) return;
  for (const change of await bindChanges(trx, amendment.id, now)) await moveMilestones(trx, params.id, { change, now });
}

async function existing(db: Db, engagementId: string, id: string): Promise<StoredAmendment> {
  const found = (await amendmentsOf(db, engagementId)).find((one) => one.id === id);
  if (!found) throw new DomainError('NOT_FOUND', 'The contract has no such amendment.');
  return found;
}

const viewOf = async (db: Db, engagementId: string, id: string): Promise<z.infer<typeof AmendmentView>> =>
  toView(db, await existing(db, engagementId, id));

async function toView(db: Db, amendment: StoredAmendment): Promise<z.infer<typeof AmendmentView>> {
  const { engagementId, terms, ...facts } = amendment;
  const base = await findVersion(db, engagementId, amendment.baseVersion);
  return { ...Amendment.parse(facts), changes: base ? contractChanges(base.terms, terms) : [] };
}
