import { VendorPatch } from '../../domain/vendor/vendor-schema';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { versionIn } from '../record-form/newer';
import { one, versionField } from '../record-form/plan';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { patchVendor } from '../vendors/save';
import type { VendorForm } from './form';
import { vendorChanges, vendorFields, vendorIn } from './master';

/** Who a vendor is, how it stands with us, and whom we speak to. */
export const detailsForm: VendorForm = {
  access: VENDOR_EDITORS,
  anchor: 'top',
  fields: async (context) => [versionField(context.vendor.version), ...(await vendorFields(context, context.vendor))],
  take: async ({ db }, { context: { vendor }, typed, call }) => {
    const changes = vendorChanges(await vendorIn(db, typed), vendor, one(typed, 'reason'));
    const body = parseWith(VendorPatch, changes, 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return patchVendor(db, { ...call, ifMatch, params: { id: vendor.id }, body });
  },
};
