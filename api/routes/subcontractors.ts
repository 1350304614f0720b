import { z } from 'zod';
import {
  ConsentBody,
  NewSubcontractor,
  type Subcontractor,
  SubcontractorPatch,
  SubcontractorView,
} from '../../domain/contract/subcontractor-schema';
import { consentObjection, rankOf, treeObjection } from '../../domain/contract/subcontractors';
import { isEnded } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import type { EngagementRow } from '../../db/stores/engagements';
import { askPrivacyAssessment } from '../../db/stores/ask-privacy-assessment';
import { saveSubcontractor, subcontractorsOf } from '../../db/stores/subcontractors';
import { findVendor } from '../../db/stores/vendors';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { pageOf, wholeOf } from '../paging';
import { type Call, created, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** To whom the vendor hands work on, and who has agreed to it. */
export const subcontractorRoutes = (deps: Deps): readonly Route[] => [
  add(deps),
  list(deps),
  change(deps),
  consent(deps),
];

const add = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewSubcontractor>({
    method: 'post',
    path: '/engagements/{id}/subcontractors',
    summary: 'Enter a sub-contractor; its consent is asked for',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: NewSubcontractor,
    answers: { 201: SubcontractorView },
    handle: async (call) => {
      await recordSubcontractor(deps, call);
      const { params, newId: id } = call;
      const view = await viewOf(deps.db, { id: params.id, subcontractorId: id });
      return created(`/api/v1/engagements/${params.id}/subcontractors/${id}`, view);
    },
  });

/** Somebody to whom work is handed on. */
export async function recordSubcontractor(
  deps: Deps,
  call: Call<EngagementParams, unknown, NewSubcontractor>,
): Promise<void> {
  const { params, newId: id } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'subcontractor.added',
    write: async (trx, engagement) => keep(trx, engagement, { node: await drafted(trx, call), now: call.now }),
    payload: ({ name, country }) => ({ subcontractorId: id, name, country }),
  });
  await planAgain(deps, params.id);
}

async function drafted(
  trx: Trx,
  { body, newId: id, actor }: Call<EngagementParams, unknown, NewSubcontractor>,
): Promise<Subcontractor> {
  const { vendorId = null, parentId = null, service, country, personalData, active } = body;
  const name = body.name ?? (await vendorName(trx, vendorId));
  if (name === null) throw fieldError('name', 'is required where no vendor of the master data is named');
  return {
    ...{ id, vendorId, parentId, name, service, country, personalData, active, consent: 'requested' },
    ...{ requestedById: actor.id, decidedById: null, decidedAt: null, comment: null, version: 1 },
  };
}

async function vendorName(db: Db, vendorId: string | null): Promise<string | null> {
  if (vendorId === null) return null;
  const vendor = await findVendor(db, vendorId);
  if (!vendor) throw fieldError('vendorId', 'is not a known vendor');
  return vendor.name;
}

/** Writes a node where the tree allows it. */
async function keep(
  trx: Trx,
  engagement: EngagementRow,
  { node, now }: { readonly node: Subcontractor; readonly now: number },
): Promise<Subcontractor> {
  if (isEnded(engagement.state))
    throw new DomainError('STATE_CONFLICT', `The engagement has ended (${engagement.state}).`);
  const others = await subcontractorsOf(trx, engagement.id);
  const objection = treeObjection(others, node, { vendorId: engagement.vendor_id });
  if (objection) throw DomainError.from(objection);
  await saveSubcontractor(trx, engagement.id, { node, now });
  await askPrivacyAssessment(trx, engagement, { now });
  return node;
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/subcontractors',
    summary: 'The sub-contractors of an engagement with their rank and consent',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(SubcontractorView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const nodes = await subcontractorsOf(db, params.id);
      return ok(wholeOf(nodes.map((node) => ({ ...node, rank: rankOf(nodes, node) }))));
    },
  });

const One = z.strictObject({ id: Uuid, subcontractorId: Uuid });
type One = z.infer<typeof One>;

const change = (deps: Deps): Route =>
  route<One, unknown, SubcontractorPatch>({
    method: 'patch',
    path: '/engagements/{id}/subcontractors/{subcontractorId}',
    summary: 'Change a sub-contractor; whatever consent was about is asked for anew',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    body: SubcontractorPatch,
    answers: { 200: SubcontractorView },
    conditional: true,
    handle: async (call) => {
      await recordSubcontractorChange(deps, call);
      return answer(await viewOf(deps.db, call.params));
    },
  });

/** What is known of a sub-contractor now. */
export async function recordSubcontractorChange(
  deps: Deps,
  call: Call<One, unknown, SubcontractorPatch>,
): Promise<void> {
  const { params, body, actor, now, ifMatch } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'subcontractor.changed',
    write: async (trx, engagement) => {
      const before = await existing(trx, params);
      checkIfMatch(ifMatch, before.version);
      if (body.vendorId !== undefined) await vendorName(trx, body.vendorId);
      await keep(trx, engagement, { node: patched(before, body, actor.id), now });
    },
    payload: () => ({ subcontractorId: params.subcontractorId, fields: Object.keys(body) }),
  });
  await planAgain(deps, params.id);
}

/** Consent is to somebody, somewhere, for something: it does not cover anything else. */
function patched(before: Subcontractor, patch: SubcontractorPatch, actorId: string): Subcontractor {
  const after = { ...before, ...given(patch), version: before.version + 1 };
  const { active: _active, ...matter } = patch;
  if (Object.keys(matter).length === 0) return after;
  return { ...after, consent: 'requested', requestedById: actorId, decidedById: null, decidedAt: null, comment: null };
}

const given = (patch: SubcontractorPatch): Partial<Subcontractor> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

const consent = (deps: Deps): Route =>
  route<One, unknown, ConsentBody>({
    method: 'post',
    path: '/engagements/{id}/subcontractors/{subcontractorId}/consent',
    summary: 'Consent to a sub-contractor, or refuse it, as a second person',
    tag: 'Contract',
    access: ['admin', 'manager', 'legal', 'security', 'executive'],
    params: One,
    body: ConsentBody,
    answers: { 200: SubcontractorView },
    handle: async (call) => {
      await recordConsent(deps, call);
      return answer(await viewOf(deps.db, call.params));
    },
  });

/** A second person consents, or refuses. */
export async function recordConsent(deps: Deps, call: Call<One, unknown, ConsentBody>): Promise<void> {
  const { params, body, actor, now } = call;
  await changeRecord(deps.db, call, {
    act: 'read',
    type: `subcontractor.${body.decision}`,
    write: async (trx, engagement) => {
      const before = await existing(trx, params);
      const objection = consentObjection(actor, before);
      if (objection) throw DomainError.from(objection);
      const decided = { consent: body.decision, comment: body.comment, decidedById: actor.id };
      const node = { ...before, ...decided, decidedAt: new Date(now).toISOString(), version: before.version + 1 };
      await saveSubcontractor(trx, engagement.id, { node, now });
      await askPrivacyAssessment(trx, engagement, { now });
    },
    payload: () => ({ subcontractorId: params.subcontractorId, comment: body.comment }),
  });
  await planAgain(deps, params.id);
}

const answer = (view: z.infer<typeof SubcontractorView>): Reply => ok(view, etagOf(view.version));

async function existing(db: Db, { id, subcontractorId }: One): Promise<Subcontractor> {
  const found = (await subcontractorsOf(db, id)).find((one) => one.id === subcontractorId);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such sub-contractor.');
  return found;
}

async function viewOf(db: Db, params: One): Promise<z.infer<typeof SubcontractorView>> {
  const nodes = await subcontractorsOf(db, params.id);
  const node = await existing(db, params);
  return { ...node, rank: rankOf(nodes, node) };
}
