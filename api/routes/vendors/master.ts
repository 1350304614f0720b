import { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { Uuid } from '../../../domain/shapes';
import {
  Certificates,
  NewVendor,
  References,
  Vendor,
  VendorPatch,
  VendorQuery,
} from '../../../domain/vendor/vendor-schema';
import { VendorScorecard } from '../../../domain/review/vendor-score-schema';
import { vendorScorecard } from '../../../db/read/vendor-scorecard';
import { findVendor, listVendors } from '../../../db/stores/vendor-master';
import { idCursor, pageOf, pageQuery, toPage } from '../../paging';
import { etagOf } from '../../precondition';
import { created, ok, type Reply, type Route, route } from '../../route';
import type { Services } from '../../services';
import { knownVendor } from '../../vendors/change';
import { createVendor, patchVendor, replaceCertificates, replaceReferences } from '../../vendors/save';

type Deps = Pick<Services, 'db'>;
export const VendorParams = z.strictObject({ id: Uuid });
export type VendorParams = z.infer<typeof VendorParams>;
export const VENDOR_EDITORS = ['admin', 'manager'] as const;

export const vendorMasterRoutes = (deps: Deps): readonly Route[] => [
  create(deps),
  list(deps),
  read(deps),
  patch(deps),
  certificates(deps),
  references(deps),
  scorecard(deps),
];

const create = ({ db }: Deps): Route =>
  route<unknown, unknown, NewVendor>({
    method: 'post',
    path: '/vendors',
    summary: 'Add a vendor',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    body: NewVendor,
    answers: { 201: Vendor },
    handle: async (call) => {
      const vendor = await createVendor(db, call);
      return created(`/api/v1/vendors/${vendor.id}`, vendor);
    },
  });

const Query = VendorQuery.extend(pageQuery);

const list = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/vendors',
    summary: 'Vendors',
    tag: 'Vendors',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(Vendor) },
    handle: async ({ query: { cursor, limit, ...filter }, now }) => {
      const after = idCursor(cursor);
      const today = localDate('UTC', now);
      return ok(toPage(await listVendors(db, { ...filter, after, today, limit: limit + 1 }), limit, ({ id }) => [id]));
    },
  });

const read = ({ db }: Deps): Route =>
  route<VendorParams>({
    method: 'get',
    path: '/vendors/{id}',
    summary: 'One vendor',
    tag: 'Vendors',
    access: 'insiders',
    params: VendorParams,
    answers: { 200: Vendor },
    handle: async ({ params }) => answer(knownVendor(await findVendor(db, params.id))),
  });

const patch = ({ db }: Deps): Route =>
  route<VendorParams, unknown, VendorPatch>({
    method: 'patch',
    path: '/vendors/{id}',
    summary: 'Change a vendor',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    params: VendorParams,
    body: VendorPatch,
    answers: { 200: Vendor },
    conditional: true,
    handle: async (call) => answer(await patchVendor(db, call)),
  });

const certificates = ({ db }: Deps): Route =>
  route<VendorParams, unknown, z.infer<typeof Certificates>>({
    method: 'put',
    path: '/vendors/{id}/certificates',
    summary: 'Replace the certificates of a vendor',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    params: VendorParams,
    body: Certificates,
    answers: { 200: Vendor },
    conditional: true,
    handle: async (call) => answer(await replaceCertificates(db, call)),
  });

const references = ({ db }: Deps): Route =>
  route<VendorParams, unknown, z.infer<typeof References>>({
    method: 'put',
    path: '/vendors/{id}/references',
    summary: 'Replace what others say of a vendor',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    params: VendorParams,
    body: References,
    answers: { 200: Vendor },
    conditional: true,
    handle: async (call) => answer(await replaceReferences(db, call)),
  });

const scorecard = ({ db }: Deps): Route =>
  route<VendorParams>({
    method: 'get',
    path: '/vendors/{id}/scorecard',
    summary: 'How a vendor does: by engagement, as a whole, and among the vendors of its categories',
    tag: 'Vendors',
    access: 'insiders',
    params: VendorParams,
    answers: { 200: VendorScorecard },
    handle: async ({ params, actor, now }) => {
      const { id } = knownVendor(await findVendor(db, params.id));
      return ok(await vendorScorecard(db, id, { today: localDate(actor.timeZone, now), now }));
    },
  });

const answer = (vendor: Vendor): Reply => ok(vendor, etagOf(vendor.version));
