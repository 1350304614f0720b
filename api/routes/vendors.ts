import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Certificates, NewVendor, Vendor, VendorPatch } from '../../domain/vendor/record-schema';
import { Uuid } from '../../domain/shapes';
import { vendorScorecard } from '../../db/read/vendor-scorecard';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findVendor, insertVendor, listVendors, lockVendor, updateVendor } from '../../db/stores/vendors';
import { inTransaction, type Trx } from '../../db/transaction';
import { decodeCursor, pageOf, pageQuery, toPage } from '../paging';
import { checkIfMatch, etagOf } from '../precondition';
import { type Call, created, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
const EDITORS = ['admin', 'manager'] as const;

export const vendorRoutes = (deps: Deps): readonly Route[] => [
  create(deps),
  list(deps),
  read(deps),
  patch(deps),
  certificates(deps),
  scorecard(deps),
];

const create = ({ db }: Deps): Route =>
  route<unknown, unknown, NewVendor>({
    method: 'post',
    path: '/vendors',
    summary: 'Add a vendor',
    tag: 'Vendors',
    access: EDITORS,
    body: NewVendor,
    answers: { 201: Vendor },
    handle: async (call) => {
      const vendor = newVendor(call.newId, call.body);
      await recorded(db, { call, type: 'vendor.created' }, async (trx) => {
        await insertVendor(trx, vendor, call.now);
        return vendor;
      });
      return created(`/api/v1/vendors/${vendor.id}`, vendor);
    },
  });

const newVendor = (id: string, { certificates: held = [], ...body }: NewVendor): Vendor => ({
  id,
  name: body.name,
  country: body.country,
  status: body.status,
  locale: body.locale,
  uscc: body.uscc ?? null,
  lei: body.lei ?? null,
  parentId: body.parentId ?? null,
  contactEmail: body.contactEmail ?? null,
  contactName: body.contactName ?? null,
  certificates: held,
  dueDiligence: body.dueDiligence ?? null,
  version: 1,
});

const Query = z.strictObject({ ...pageQuery, q: z.string().max(100).optional() });

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/vendors',
    summary: 'Vendors',
    tag: 'Vendors',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(Vendor) },
    handle: async ({ query }) => {
      const after = query.cursor ? String(decodeCursor(query.cursor, 1)[0]) : null;
      return ok(
        toPage(await listVendors(db, { q: query.q, after, limit: query.limit + 1 }), query.limit, ({ id }) => [id]),
      );
    },
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/vendors/{id}',
    summary: 'One vendor',
    tag: 'Vendors',
    access: 'insiders',
    params: Params,
    answers: { 200: Vendor },
    handle: async ({ params }) => answer(known(await findVendor(db, params.id))),
  });

const patch = ({ db }: Deps): Route =>
  route<Params, unknown, VendorPatch>({
    method: 'patch',
    path: '/vendors/{id}',
    summary: 'Change a vendor',
    tag: 'Vendors',
    access: EDITORS,
    params: Params,
    body: VendorPatch,
    answers: { 200: Vendor },
    conditional: true,
    handle: async (call) => {
      const changes = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
      return answer(await change(db, { call, type: 'vendor.changed' }, changes));
    },
  });

const certificates = ({ db }: Deps): Route =>
  route<Params, unknown, z.infer<typeof Certificates>>({
    method: 'put',
    path: '/vendors/{id}/certificates',
    summary: 'Replace the certificates of a vendor',
    tag: 'Vendors',
    access: EDITORS,
    params: Params,
    body: Certificates,
    answers: { 200: Vendor },
    conditional: true,
    handle: async (call) =>
      answer(await change(db, { call, type: 'vendor.certificates' }, { certificates: call.body })),
  });

const ScorecardView = z.strictObject({
  vendorId: Uuid,
  engagements: z.array(
    z.strictObject({ engagementId: Uuid, title: z.string(), score: z.number().nullable(), standing: z.string() }),
  ),
});

const scorecard = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/vendors/{id}/scorecard',
    summary: 'How a vendor does, engagement by engagement',
    tag: 'Vendors',
    access: 'insiders',
    params: Params,
    answers: { 200: ScorecardView },
    handle: async ({ params }) => {
      const { id } = known(await findVendor(db, params.id));
      return ok({ vendorId: id, engagements: await vendorScorecard(db, id) });
    },
  });

const answer = (vendor: Vendor): Reply => ok(vendor, etagOf(vendor.version));

function known(vendor: Vendor | null): Vendor {
  if (!vendor) throw new DomainError('NOT_FOUND', 'There is no such vendor.');
  return vendor;
}

interface Act<C = Call<unknown, unknown, unknown>> {
  readonly call: C;
  /** What the audit trail calls it. */
  readonly type: string;
}

/** Changes a vendor as it is now, held from the look at its version to the end. */
const change = (
  db: Deps['db'],
  { call, type }: Act<Call<Params, unknown, unknown>>,
  changes: Partial<Vendor>,
): Promise<Vendor> =>
  recorded(db, { call, type }, async (trx) => {
    const before = known(await lockVendor(trx, call.params.id));
    checkIfMatch(call.ifMatch, before.version);
    await updateVendor(trx, { ...before, ...changes }, call.now);
    return known(await findVendor(trx, before.id));
  });

/** Writes a vendor together with its audit entry. */
async function recorded(db: Deps['db'], { call, type }: Act, write: (trx: Trx) => Promise<Vendor>): Promise<Vendor> {
  const { actor, channel, now, newId } = call;
  try {
    return await inTransaction(db, async (trx) => {
      const vendor = await write(trx);
      const payload = { vendorId: vendor.id };
      const key = `${type}:${vendor.id}:${newId}`;
      await appendAudit(trx, MASTER_STREAM, [{ key, at: now, type, actorId: actor.id, channel, payload }]);
      return vendor;
    });
  } catch (error) {
    throw isConstraint(error)
      ? new DomainError('CONFLICT', 'Another vendor has this identifier, or the parent is unknown.')
      : error;
  }
}

/** Unique and foreign-key violations: the identifier is taken, the parent is not there. */
const isConstraint = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '23503');
