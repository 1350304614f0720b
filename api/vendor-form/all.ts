import { hasRole } from '../../domain/people/people';
import type { VendorPart } from '../../templates/supplier-page-data';
import type { FormLink } from '../../templates/record-form-data';
import { detailsForm } from './details';
import type { VendorContext, VendorForm } from './form';

/** Every form of a vendor, by the last part of its address. */
export const VENDOR_FORMS: Readonly<Record<string, VendorForm>> = {
  details: detailsForm,
};

/** What somebody may record of a vendor, by the part of its page. */
export const vendorFormLinks = (
  context: Pick<VendorContext, 'vendor' | 'person'>,
): Readonly<Record<VendorPart, readonly FormLink[]>> => ({ top: linksOf('top', context) });

const linksOf = (part: VendorPart, { vendor, person }: Pick<VendorContext, 'vendor' | 'person'>): readonly FormLink[] =>
  Object.entries(VENDOR_FORMS)
    .filter(([, { anchor, access }]) => anchor === part && hasRole(person, ...access))
    .map(([name]) => ({ form: `vendor-${name}`, href: `/vendors/${vendor.id}/forms/${name}` }));
