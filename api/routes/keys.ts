import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DomainError, fieldError } from '../../domain/errors';
import { KeyView, MadeKey, NewKey } from '../../domain/people/key-schema';
import { Uuid } from '../../domain/shapes';
import { insertKey, listKeys, revokeKey, toKeyView } from '../../db/stores/access-keys';
import { writeKey } from '../access-key';
import { scopedEngagement } from '../engagement-scope';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { changeRecord } from '../record';
import { created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

const common = {
  path: '/engagements/{id}/keys',
  tag: 'Integration',
  access: 'insiders',
  params: EngagementParams,
} as const;

export const keyRoutes = (deps: Deps): readonly Route[] => [list(deps), make(deps), revoke(deps)];

const Query = z.strictObject(pageQuery);

const list = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    ...common,
    method: 'get',
    summary: 'The keys of machines that report to an engagement, without their secrets',
    query: Query,
    answers: { 200: pageOf(KeyView) },
    handle: async ({ params, query: { limit, cursor }, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'close' });
      const after = idCursor(cursor);
      const page = toPage(await listKeys(db, params.id, { after, limit: limit + 1 }), limit, ({ id }) => [id]);
      return ok({ ...page, items: page.items.map(toKeyView) });
    },
  });

const make = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, NewKey>({
    ...common,
    method: 'post',
    summary: 'Make a key for one engagement; it is in this answer alone',
    // A kept answer would keep the key.
    idempotent: false,
    stepUp: true,
    body: NewKey,
    answers: { 201: MadeKey },
    handle: async (call) => {
      const { params, body, newId: id, actor, now } = call;
      const expiresAt = body.expiresAt === undefined ? null : Date.parse(body.expiresAt);
      if (expiresAt !== null && expiresAt <= now) throw fieldError('expiresAt', 'has passed');
      const secret = randomBytes(32).toString('base64url');
      const { name, scopes } = body;
      const key = await changeRecord(db, call, {
        act: 'close',
        type: 'key.created',
        write: (trx, { id: engagementId }) =>
          insertKey(trx, { id, engagementId, name, scopes, secret, createdBy: actor.id, expiresAt, now }),
        payload: () => ({ keyId: id, name, scopes }),
      });
      return created(`/api/v1/engagements/${params.id}/keys`, { ...toKeyView(key), key: writeKey(id, secret) });
    },
  });

const KeyParams = EngagementParams.extend({ keyId: Uuid });
type KeyParams = z.infer<typeof KeyParams>;

const revoke = ({ db }: Deps): Route =>
  route<KeyParams>({
    ...common,
    method: 'delete',
    path: '/engagements/{id}/keys/{keyId}',
    summary: 'Revoke a key: it opens nothing from now on',
    params: KeyParams,
    answers: { 204: null },
    handle: async (call) => {
      const { keyId: id } = call.params;
      await changeRecord(db, call, {
        act: 'close',
        type: 'key.revoked',
        write: async (trx, engagement) => {
          if (!(await revokeKey(trx, engagement.id, { id, now: call.now })))
            throw new DomainError('NOT_FOUND', 'There is no such key.');
        },
        payload: () => ({ keyId: id }),
      });
      return { status: 204 };
    },
  });
