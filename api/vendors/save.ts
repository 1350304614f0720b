import type { z } from 'zod';
import type { Certificates, NewVendor, References, Vendor, VendorPatch } from '../../domain/vendor/vendor-schema';
import type { Db } from '../../db/knex';
import { holdVendorTree, insertVendor } from '../../db/stores/vendor-master';
import type { Call } from '../route';
import { changeVendor, checkVendor, recordedVendor } from './change';
import { newVendorOf } from './new-vendor';

type OfVendor<B> = Call<{ id: string }, unknown, B>;

/** Adds a vendor under the id of the call; one that is there already stays as it is. */
export async function createVendor(db: Db, call: Call<unknown, unknown, NewVendor>): Promise<Vendor> {
  const fresh = newVendorOf(call.newId, call.body, call.actor.id);
  return recordedVendor(db, { call, type: 'vendor.created' }, async (trx) => {
    if (fresh.parentId !== null) await holdVendorTree(trx);
    await checkVendor(trx, { before: null, after: fresh, now: call.now });
    await insertVendor(trx, fresh, call.now);
    return fresh;
  });
}

/** Changes what was sent; the trail says which fields, and why the status. */
export async function patchVendor(db: Db, call: OfVendor<VendorPatch>): Promise<Vendor> {
  const { reason, ...fields } = call.body;
  const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const payload = {
    fields: Object.keys(changes),
    ...(fields.status && { status: fields.status, reason: reason ?? null }),
  };
  return changeVendor(db, { call, type: 'vendor.changed', payload }, changes);
}

export const replaceCertificates = (db: Db, call: OfVendor<z.infer<typeof Certificates>>): Promise<Vendor> =>
  changeVendor(db, { call, type: 'vendor.certificates' }, { certificates: call.body });

export const replaceReferences = (db: Db, call: OfVendor<z.infer<typeof References>>): Promise<Vendor> =>
  changeVendor(db, { call, type: 'vendor.references' }, { references: call.body });
