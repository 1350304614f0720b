import { z } from 'zod';
import { diffPolicies } from '../../../domain/approval/policy-diff';
import { PolicyDiff, VersionLine } from '../../../domain/approval/policy-diff-schema';
import { DomainError } from '../../../domain/errors';
import { listVersions } from '../../../db/stores/policies';
import { existingPolicy } from '../../policies';
import { pageOf, wholeOf } from '../../paging';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { VersionNumber } from '../../version-number';
import { PolicyParams } from './params';

type Deps = Pick<Services, 'db'>;

export const historyRoutes = (deps: Deps): readonly Route[] => [versions(deps), diff(deps)];

const versions = ({ db }: Deps): Route =>
  route<PolicyParams>({
    method: 'get',
    path: '/policies/{key}/versions',
    summary: 'Every version of a policy with its author and date, newest first',
    tag: 'Approvals',
    access: 'insiders',
    params: PolicyParams,
    answers: { 200: pageOf(VersionLine) },
    handle: async ({ params: { key } }) => {
      const items = await listVersions(db, key);
      if (items.length === 0) throw new DomainError('POLICY_NOT_FOUND', 'There is no such policy.');
      return ok(wholeOf(items));
    },
  });

const Between = z.strictObject({ from: VersionNumber, to: VersionNumber });

const diff = ({ db }: Deps): Route =>
  route<PolicyParams, z.infer<typeof Between>>({
    method: 'get',
    path: '/policies/{key}/diff',
    summary: 'What one version says otherwise than another: steps and blocks by their keys',
    tag: 'Approvals',
    access: 'insiders',
    params: PolicyParams,
    query: Between,
    answers: { 200: PolicyDiff },
    handle: async ({ params: { key }, query: { from, to } }) =>
      ok(diffPolicies(await existingPolicy(db, key, from), await existingPolicy(db, key, to))),
  });
