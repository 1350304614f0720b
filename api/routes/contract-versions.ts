import { z } from 'zod';
import { contractChanges } from '../../domain/contract/changes';
import { VersionChanges, VersionLine, VersionView } from '../../domain/contract/version-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { type ContractVersion, findVersion, versionsOf } from '../../db/stores/contract-versions';
import type { Db } from '../../db/knex';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { VersionNumber } from '../version-number';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

/** Versions of a contract: written once, never changed, compared with each other. */
export const contractVersionRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), changes(deps)];

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/contract/versions',
    summary: 'Every version of the contract with its hash, oldest first',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(VersionLine) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf((await versionsOf(db, params.id)).map(({ terms: _terms, ...line }) => line)));
    },
  });

const One = z.strictObject({ id: Uuid, version: VersionNumber });
type One = z.infer<typeof One>;

const read = ({ db }: Deps): Route =>
  route<One>({
    method: 'get',
    path: '/engagements/{id}/contract/versions/{version}',
    summary: 'One version of the contract as it was written',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    answers: { 200: VersionView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await existing(db, params));
    },
  });

const Since = z.strictObject({ since: VersionNumber.optional() });

const changes = ({ db }: Deps): Route =>
  route<One, z.infer<typeof Since>>({
    method: 'get',
    path: '/engagements/{id}/contract/versions/{version}/changes',
    summary: 'What a version says differently from an earlier one (`since`, the one before when absent)',
    tag: 'Contract',
    access: 'insiders',
    params: One,
    query: Since,
    answers: { 200: VersionChanges },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const to = await existing(db, params);
      const since = query.since ?? (await before(db, params));
      const from = since === null ? null : await existing(db, { id: params.id, version: since });
      const found = contractChanges(from?.terms ?? { clauses: [] }, to.terms);
      return ok({ from: from?.version ?? 0, to: to.version, changes: found });
    },
  });

const before = async (db: Db, { id, version }: One): Promise<number | null> =>
  (await versionsOf(db, id)).findLast((one) => one.version < version)?.version ?? null;

async function existing(db: Db, { id, version }: One): Promise<ContractVersion> {
  const found = await findVersion(db, id, version);
  if (!found) throw new DomainError('NOT_FOUND', `The contract has no version ${version}.`);
  return found;
}
