import { z } from 'zod';
import { PolicyBody, PolicyVersion } from '../../../domain/approval/schema';
import { Key } from '../../../domain/shapes';
import { listPolicies } from '../../../db/stores/policies';
import { existingPolicy, savePolicy } from '../../policies';
import { etagOf } from '../../precondition';
import { pageOf, wholeOf } from '../../paging';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { PolicyParams, SAVED, saved, VersionQuery } from './params';

type Deps = Pick<Services, 'db'>;
const Line = z.strictObject({ key: Key, version: z.int(), title: z.string() });

export const versionRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), save(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/policies',
    summary: 'The newest version of every approval policy',
    tag: 'Approvals',
    access: 'insiders',
    answers: { 200: pageOf(Line) },
    handle: async () => {
      const policies = await listPolicies(db);
      return ok(wholeOf(policies.map(({ key, version, title }) => ({ key, version, title }))));
    },
  });

const read = ({ db }: Deps): Route =>
  route<PolicyParams, VersionQuery>({
    method: 'get',
    path: '/policies/{key}',
    summary: 'A policy: its newest version, or the one asked for',
    tag: 'Approvals',
    access: 'insiders',
    params: PolicyParams,
    query: VersionQuery,
    answers: { 200: PolicyVersion },
    handle: async ({ params, query }) => {
      const policy = await existingPolicy(db, params.key, query.version);
      return ok(policy, etagOf(policy.version));
    },
  });

const save = ({ db }: Deps): Route =>
  route<PolicyParams, unknown, PolicyBody>({
    method: 'put',
    path: '/policies/{key}',
    summary: 'Save a new immutable version; everything that could fail later is refused now',
    tag: 'Approvals',
    access: ['admin'],
    params: PolicyParams,
    body: PolicyBody,
    answers: SAVED,
    conditional: true,
    handle: async ({ params: { key }, ...call }) =>
      saved(key, await savePolicy(db, { key, call, bodyOf: () => call.body })),
  });
