import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { LOCALES } from '../../domain/people/people';
import { Key, Uuid } from '../../domain/shapes';
import { findPolicy } from '../../db/stores/policies';
import { bpmnXml } from '../../templates/diagram/bpmn';
import { drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import { renderDiagram } from '../../templates/render';
import { bpmnHeaders, policyPicture, requestPicture, SVG_HEADERS } from '../diagram';
import { readableRequest } from '../request-access';
import { type Call, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { VersionNumber } from '../version-number';

type Deps = Pick<Services, 'db'>;

const Policy = z.strictObject({ key: Key });
const Request = z.strictObject({ id: Uuid });
const Words = z.strictObject({
  /** The caller's own language when not said. */
  lang: z.enum(LOCALES).optional(),
});
const PolicyWords = Words.extend({ version: VersionNumber.optional() });
const Layout = {
  /** `right` for screens and paper, `down` for phones. */
  layout: z.enum(['right', 'down']).default('right'),
};
const Look = Words.extend(Layout);
const PolicyLook = PolicyWords.extend(Layout);

export const diagramRoutes = (deps: Deps): readonly Route[] => [
  policyDiagram(deps),
  policyBpmn(deps),
  requestDiagram(deps),
  requestBpmn(deps),
];

const policyDiagram = (deps: Deps): Route =>
  route<z.infer<typeof Policy>, z.infer<typeof PolicyLook>>({
    method: 'get',
    path: '/policies/{key}/diagram',
    summary: 'A policy as a process diagram',
    tag: 'Approvals',
    access: 'insiders',
    params: Policy,
    query: PolicyLook,
    answers: { 200: null },
    media: ['image/svg+xml'],
    handle: async (call) => svg(await pictureOfPolicy(deps, call), call.query.layout),
  });

const requestDiagram = (deps: Deps): Route =>
  route<z.infer<typeof Request>, z.infer<typeof Look>>({
    method: 'get',
    path: '/requests/{id}/diagram',
    summary: 'A request as a process diagram: what is decided, who is asked now, what lies ahead',
    tag: 'Approvals',
    access: 'signed-in',
    params: Request,
    query: Look,
    answers: { 200: null },
    media: ['image/svg+xml'],
    handle: async (call) => svg(await pictureOfRequest(deps, call), call.query.layout),
  });

const policyBpmn = (deps: Deps): Route =>
  route<z.infer<typeof Policy>, z.infer<typeof PolicyWords>>({
    method: 'get',
    path: '/policies/{key}/bpmn',
    summary: 'A policy as BPMN 2.0 with its picture, for modelling tools',
    tag: 'Approvals',
    access: 'insiders',
    params: Policy,
    query: PolicyWords,
    answers: { 200: null },
    media: ['application/xml'],
    handle: async (call) => ok(await bpmnXml(await pictureOfPolicy(deps, call)), bpmnHeaders(call.params.key)),
  });

const requestBpmn = (deps: Deps): Route =>
  route<z.infer<typeof Request>, z.infer<typeof Words>>({
    method: 'get',
    path: '/requests/{id}/bpmn',
    summary: 'A request as BPMN 2.0, its boxes coloured by their state',
    tag: 'Approvals',
    access: 'signed-in',
    params: Request,
    query: Words,
    answers: { 200: null },
    media: ['application/xml'],
    handle: async (call) => ok(await bpmnXml(await pictureOfRequest(deps, call)), bpmnHeaders(call.params.id)),
  });

const svg = (picture: Pictured, layout: z.infer<typeof Look>['layout']): Reply =>
  ok(renderDiagram(drawPolicy(picture, layout)), SVG_HEADERS);

async function pictureOfPolicy(
  { db }: Deps,
  { params, query, actor }: Call<z.infer<typeof Policy>, z.infer<typeof PolicyWords>, unknown>,
): Promise<Pictured> {
  const policy = await findPolicy(db, params.key, query.version);
  if (!policy) throw new DomainError('POLICY_NOT_FOUND', 'There is no such policy or version.');
  return policyPicture(db, policy, query.lang ?? actor.locale);
}

async function pictureOfRequest(
  { db }: Deps,
  { params, query, actor }: Call<z.infer<typeof Request>, z.infer<typeof Words>, unknown>,
): Promise<Pictured> {
  const view = await readableRequest(db, params.id, actor);
  const picture = await requestPicture(db, view, query.lang ?? actor.locale);
  if (!picture) throw new DomainError('POLICY_NOT_FOUND', 'The policy of this request is not known.');
  return picture;
}
