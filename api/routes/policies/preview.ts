import { Preview, PreviewBody } from '../../../domain/approval/preview-schema';
import { previewPolicy } from '../../policy-preview';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { PolicyParams } from './params';

export const previewRoute = ({ db }: Pick<Services, 'db'>): Route =>
  route<PolicyParams, unknown, PreviewBody>({
    method: 'post',
    path: '/policies/{key}/preview',
    summary: 'The way, people and dates of a request by this policy or a candidate; nothing is started or sent',
    tag: 'Approvals',
    access: 'insiders',
    params: PolicyParams,
    body: PreviewBody,
    answers: { 200: Preview },
    idempotent: false,
    handle: async ({ params: { key }, body, actor, now, newId: id }) =>
      ok(await previewPolicy(db, { key, body, actor, now, id })),
  });
