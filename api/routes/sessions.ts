import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { SessionView } from '../../domain/people/session-schema';
import { MadeToken, NewToken, TokenView, USUAL_TOKEN_MS } from '../../domain/people/token-schema';
import { Uuid } from '../../domain/shapes';
import { removeSecondFactors } from '../../db/stores/second-factors';
import { endSessions, liveSessions, type Session } from '../../db/stores/sessions';
import { listTokens, revokeToken } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import { auditPerson, existingPerson } from '../people';
import { idCursor, pageOf, pageQuery, toPage, wholeOf } from '../paging';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { sessionRulesOf } from '../session';
import { tellOfChange } from '../../db/stores/sign-in-changes';
import { makeToken } from '../sign-in/tokens';

type Deps = Pick<Services, 'db' | 'config'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
const TokenParams = Params.extend({ tokenId: Uuid });
const Query = z.strictObject(pageQuery);
type Query = z.infer<typeof Query>;
type AnyCall = Call<unknown, unknown, unknown>;

/** Sessions and API tokens: one's own, and for administrators everybody's. */
export const sessionRoutes = (deps: Deps): readonly Route[] => [
  ownSessions(deps),
  endOwn(deps),
  endOneOwn(deps),
  endOthers(deps),
  ownTokens(deps),
  revokeOwn(deps),
  tokensOf(deps),
  make(deps),
  revoke(deps),
  resetSecond(deps),
];

const own = { tag: 'People', access: 'signed-in' } as const;
const admins = { tag: 'People', access: ['admin'] } as const;

const toView = (session: Session, current: Session | null): SessionView => ({
  id: session.id,
  method: session.method,
  agent: session.agent,
  createdAt: new Date(session.createdAt).toISOString(),
  provedAt: new Date(session.provedAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
  expiresAt: new Date(session.expiresAt).toISOString(),
  current: session.id === current?.id,
});

const ownSessions = ({ db, config }: Deps): Route =>
  route({
    ...own,
    method: 'get',
    path: '/me/sessions',
    summary: 'Where the caller is signed in, the newest first',
    answers: { 200: pageOf(SessionView) },
    handle: async ({ actor, now, session }) => {
      const live = await liveSessions(db, actor.id, { now, rules: sessionRulesOf(config) });
      return ok(wholeOf(live.map((one) => toView(one, session))));
    },
  });

async function end({ db }: Deps, call: AnyCall, which: { userId: string; id?: string }): Promise<void> {
  const { userId, id } = which;
  await inTransaction(db, async (trx) => {
    const count = await endSessions(trx, userId, { ...(id !== undefined && { id }) });
    if (id !== undefined && count === 0) throw new DomainError('NOT_FOUND', 'There is no such session.');
    await auditPerson(trx, call, { id: userId, type: 'user.sessions-ended', payload: { count } });
  });
}

const endOwn = (deps: Deps): Route =>
  route({
    ...own,
    method: 'delete',
    path: '/me/sessions',
    summary: 'Sign out everywhere; API tokens are not touched',
    answers: { 204: null },
    handle: async (call) => {
      await end(deps, call, { userId: call.actor.id });
      return { status: 204 };
    },
  });

const endOneOwn = (deps: Deps): Route =>
  route<Params>({
    ...own,
    method: 'delete',
    path: '/me/sessions/{id}',
    summary: 'Sign out in one place',
    params: Params,
    answers: { 204: null },
    handle: async (call) => {
      await end(deps, call, { userId: call.actor.id, id: call.params.id });
      return { status: 204 };
    },
  });

const endOthers = (deps: Deps): Route =>
  route<Params>({
    ...admins,
    method: 'delete',
    path: '/users/{id}/sessions',
    summary: 'Sign a person out everywhere; API tokens are not touched',
    params: Params,
    answers: { 204: null },
    handle: async (call) => {
      await end(deps, call, { userId: (await existingPerson(deps.db, call.params.id)).id });
      return { status: 204 };
    },
  });

async function tokenPage({ db }: Deps, userId: string, { limit, cursor }: Query) {
  const tokens = await listTokens(db, userId, { after: idCursor(cursor), limit: limit + 1 });
  return ok(toPage(tokens, limit, ({ id }) => [id]));
}

const ownTokens = (deps: Deps): Route =>
  route<unknown, Query>({
    ...own,
    method: 'get',
    path: '/me/tokens',
    summary: 'The caller’s API tokens, without their secrets',
    query: Query,
    answers: { 200: pageOf(TokenView) },
    handle: ({ actor, query }) => tokenPage(deps, actor.id, query),
  });

const tokensOf = (deps: Deps): Route =>
  route<Params, Query>({
    ...admins,
    method: 'get',
    path: '/users/{id}/tokens',
    summary: 'A person’s API tokens, without their secrets',
    params: Params,
    query: Query,
    answers: { 200: pageOf(TokenView) },
    handle: async ({ params, query }) => tokenPage(deps, (await existingPerson(deps.db, params.id)).id, query),
  });

const make = ({ db }: Deps): Route =>
  route<Params, unknown, NewToken>({
    ...admins,
    method: 'post',
    path: '/users/{id}/tokens',
    summary: 'Make an API token; it is shown once, and opens for 90 days where no end is given',
    params: Params,
    body: NewToken,
    // A kept answer would keep the secret: a repetition makes another token instead.
    idempotent: false,
    stepUp: true,
    answers: { 201: MadeToken },
    handle: async ({ params, body, actor, channel, tokenById, now }) => {
      const { id: userId } = await existingPerson(db, params.id);
      const { name, scopes } = body;
      const expiresAt = body.expiresAt === undefined ? now + USUAL_TOKEN_MS : Date.parse(body.expiresAt);
      const wish = { userId, name, scopes, expiresAt, by: actor.id, tokenById, channel, now };
      return { status: 201, body: await inTransaction(db, (trx) => makeToken(trx, wish)) };
    },
  });

async function revokeFor({ db }: Deps, call: AnyCall, { userId, tokenId }: { userId: string; tokenId: string }) {
  await inTransaction(db, async (trx) => {
    if (!(await revokeToken(trx, userId, { id: tokenId, now: call.now })))
      throw new DomainError('NOT_FOUND', 'There is no such token.');
    await auditPerson(trx, call, { id: userId, type: 'user.token-revoked', payload: { tokenId } });
  });
  return { status: 204 };
}

const revokeOwn = (deps: Deps): Route =>
  route<Params>({
    ...own,
    method: 'delete',
    path: '/me/tokens/{id}',
    summary: 'Revoke one of the caller’s API tokens: it opens nothing from now on',
    params: Params,
    answers: { 204: null },
    handle: (call) => revokeFor(deps, call, { userId: call.actor.id, tokenId: call.params.id }),
  });

const revoke = (deps: Deps): Route =>
  route<z.infer<typeof TokenParams>>({
    ...admins,
    method: 'delete',
    path: '/users/{id}/tokens/{tokenId}',
    summary: 'Revoke an API token of a person: it opens nothing from now on',
    params: TokenParams,
    answers: { 204: null },
    handle: ({ params, ...call }) =>
      revokeFor(deps, { ...call, params }, { userId: params.id, tokenId: params.tokenId }),
  });

const resetSecond = ({ db }: Deps): Route =>
  route<Params>({
    ...admins,
    method: 'delete',
    path: '/users/{id}/second-factor',
    summary: 'Take away the second factor of a person who has lost it, and sign them out everywhere',
    params: Params,
    stepUp: true,
    answers: { 204: null },
    handle: async (call) => {
      const { id: userId } = await existingPerson(db, call.params.id);
      await inTransaction(db, async (trx) => {
        if (!(await removeSecondFactors(trx, userId)))
          throw new DomainError('NOT_FOUND', 'The person has no second factor.');
        await endSessions(trx, userId);
        await auditPerson(trx, call, { id: userId, type: 'user.second-factor-reset', payload: {} });
        await tellOfChange(trx, { userId, change: 'second-factor-reset', now: call.now });
      });
      return { status: 204 };
    },
  });
