import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Certificates, NewVendor, Vendor, VendorPatch } from '../../domain/vendor/record-schema';
import { Uuid } from '../../domain/shapes';
import { vendorScorecard } from '../../db/read/vendor-scorecard';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findVendor, insertVendor, listVendors, updateVendor } from '../../db/stores/vendors';
import { inTransaction, type Trx } from '../../db/transaction';
import { decodeCursor, pageOf, pageQuery, toPage } from '../paging';
import { type Call, created, ok, type Route, route } from '../route';
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
      const {
        uscc = null,
        lei = null,
        parentId = null,
        contactEmail = null,
        contactName = null,
        certificates: held = [],
        dueDiligence = null,
      } = call.body;
      const { name, country, status, locale } = call.body;
      const vendor: Vendor = {
        id: call.newId,
        name,
        country,
        status,
        locale,
        uscc,
        lei,
        parentId,
        contactEmail,
        contactName,
        certificates: held,
        dueDiligence,
        version: 1,
      };
      await save(db, call, { vendor, type: 'vendor.created', write: insertVendor });
      return created(`/api/v1/vendors/${vendor.id}`, vendor);
    },
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
    handle: async ({ params }) => ok(await existing(db, params.id)),
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
    handle: async (call) => {
      const before = await existing(db, call.params.id);
      const changes = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
      await save(db, call, { vendor: { ...before, ...changes }, type: 'vendor.changed', write: updateVendor });
      return ok(await existing(db, before.id));
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
    handle: async (call) => {
      const before = await existing(db, call.params.id);
      await save(db, call, {
        vendor: { ...before, certificates: call.body },
        type: 'vendor.certificates',
        write: updateVendor,
      });
      return ok(await existing(db, before.id));
    },
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
      const { id } = await existing(db, params.id);
      return ok({ vendorId: id, engagements: await vendorScorecard(db, id) });
    },
  });

async function existing(db: Deps['db'], id: string): Promise<Vendor> {
  const vendor = await findVendor(db, id);
  if (!vendor) throw new DomainError('NOT_FOUND', 'There is no such vendor.');
  return vendor;
}

interface Change {
  readonly vendor: Vendor;
  readonly type: string;
  readonly write: (trx: Trx, vendor: Vendor, now: number) => Promise<void>;
}

async function save(
  db: Deps['db'],
  call: Call<unknown, unknown, unknown>,
  { vendor, type, write }: Change,
): Promise<void> {
  const entry = {
    key: `${type}:${vendor.id}:${call.requestId}`,
    at: call.now,
    type,
    actorId: call.actor.id,
    channel: call.channel,
    payload: { vendorId: vendor.id },
  };
  try {
    await inTransaction(db, async (trx) => {
      await write(trx, vendor, call.now);
      await appendAudit(trx, MASTER_STREAM, [entry]);
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
