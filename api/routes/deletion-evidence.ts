import { z } from 'zod';
import { CanaryList, CanaryView, Declaration, NewDeclaration } from '../../domain/exit/deletion-schema';
import { DomainError, fieldError } from '../../domain/errors';
import { Key, Uuid } from '../../domain/shapes';
import type { Db } from '../../db/knex';
import { valueHash } from '../../db/stores/audit';
import { canariesOf, plantCanaries } from '../../db/stores/canaries';
import { existingDataset, lockDataset } from '../../db/stores/datasets';
import { declarationsOf, insertDeclaration } from '../../db/stores/deletion-declarations';
import { subcontractorsOf } from '../../db/stores/subcontractors';
import { deletedBetween } from '../../db/stores/tombstones';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
export const DatasetParams = z.strictObject({ id: Uuid, key: Key });
export type DatasetParams = z.infer<typeof DatasetParams>;
const idOf = ({ id, key }: DatasetParams) => ({ engagementId: id, key });

/** What a deletion is proven by: values planted among the data, and what the vendor declares about the rest. */
export const deletionEvidenceRoutes = (deps: Deps): readonly Route[] => [
  putCanaries(deps),
  getCanaries(deps),
  declare(deps),
  declared(deps),
];

const putCanaries = ({ db }: Deps): Route =>
  route<DatasetParams, unknown, CanaryList>({
    method: 'put',
    path: '/engagements/{id}/exit/datasets/{key}/canaries',
    summary: 'Name made-up values that stand among the data; the deletion looks for them before and after',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: CanaryList,
    answers: { 200: CanaryView },
    handle: async (call) => {
      await recordCanaries({ db }, call);
      return ok(await canaryView(db, idOf(call.params)));
    },
  });

/** Made-up values that stand among the data: until a deletion has begun they may be named anew. */
export async function recordCanaries({ db }: Deps, call: Call<DatasetParams, unknown, CanaryList>): Promise<void> {
  const id = idOf(call.params);
  const { values } = call.body;
  await changeRecord(db, call, {
    act: 'edit',
    type: 'exit.canaries-planted',
    write: async (trx) => {
      const { state } = await lockDataset(trx, id);
      const { seen } = await canariesOf(trx, id);
      if (seen || state === 'deleted' || (await deletedBetween(trx, id)))
        throw new DomainError('STATE_CONFLICT', 'The deletion has begun: its planted values stay as they are.');
      await plantCanaries(trx, id, values);
    },
    payload: () => ({ dataset: id.key, planted: values.length, sha256: valueHash(values) }),
  });
}

const getCanaries = ({ db }: Deps): Route =>
  route<DatasetParams>({
    method: 'get',
    path: '/engagements/{id}/exit/datasets/{key}/canaries',
    summary: 'How many values are planted among the data, and whether they have been seen there',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    answers: { 200: CanaryView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      await existingDataset(db, idOf(params));
      return ok(await canaryView(db, idOf(params)));
    },
  });

async function canaryView(db: Db, id: ReturnType<typeof idOf>): Promise<z.infer<typeof CanaryView>> {
  const { values, seen } = await canariesOf(db, id);
  return { planted: seen?.planted ?? values.length, seen };
}

const declare = ({ db }: Deps): Route =>
  route<DatasetParams, unknown, NewDeclaration>({
    method: 'post',
    path: '/engagements/{id}/exit/datasets/{key}/declarations',
    summary: 'Record what the vendor declares about sub-contractors, backups and other copies',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: NewDeclaration,
    answers: { 201: Declaration },
    handle: async (call) => {
      const { params, newId } = call;
      await recordDeclaration({ db }, call);
      const found = (await declarationsOf(db, idOf(params))).find((one) => one.id === newId);
      return created(`/api/v1/engagements/${params.id}/exit/datasets/${params.key}/declarations`, found);
    },
  });

/** What the vendor declares about sub-contractors, backups and other copies. */
export async function recordDeclaration({ db }: Deps, call: DeclareCall): Promise<void> {
  const { params, body, actor, now, newId } = call;
  const id = idOf(params);
  await changeRecord(db, call, {
    act: 'edit',
    type: 'exit.deletion-declared',
    write: async (trx) => {
      await existingDataset(trx, id);
      const party = await partyOf(trx, id, body);
      await insertDeclaration(trx, id, { id: newId, body, party, recordedBy: actor.id, now });
    },
    payload: () => ({ dataset: id.key, declarationId: newId, about: body.about, declaredOn: body.declaredOn }),
  });
}
type DeclareCall = Call<DatasetParams, unknown, NewDeclaration>;

async function partyOf(db: Db, { engagementId }: { engagementId: string }, body: NewDeclaration) {
  if (body.subcontractorId === undefined) return null;
  const found = (await subcontractorsOf(db, engagementId)).find(({ id }) => id === body.subcontractorId);
  if (!found) throw fieldError('subcontractorId', 'is not a sub-contractor of this engagement');
  return found.name;
}

const declared = ({ db }: Deps): Route =>
  route<DatasetParams>({
    method: 'get',
    path: '/engagements/{id}/exit/datasets/{key}/declarations',
    summary: 'What the vendor has declared about a deletion',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    answers: { 200: pageOf(Declaration) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      await existingDataset(db, idOf(params));
      return ok(wholeOf([...(await declarationsOf(db, idOf(params)))]));
    },
  });
