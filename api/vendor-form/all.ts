import { hasRole, type Role } from '../../domain/people/people';
import type { VendorPart } from '../../templates/supplier-page-data';
import type { FormLink } from '../../templates/record-form-data';
import { certificatesForm } from './certificates';
import { detailsForm } from './details';
import { dueDiligenceForm } from './due-diligence';
import type { VendorContext, VendorForm } from './form';
import { referencesForm } from './references';

/** Every form of a vendor, by the last part of its address. */
export const VENDOR_FORMS: Readonly<Record<string, VendorForm>> = {
  details: detailsForm,
  certificates: certificatesForm,
  'due-diligence': dueDiligenceForm,
  references: referencesForm,
};

/** Who may use at least one of them. */
export const VENDOR_WRITERS: readonly Role[] = [
  ...new Set(Object.values(VENDOR_FORMS).flatMap(({ access }) => access)),
];

/** What somebody may record of a vendor, by the part of its page. */
export const vendorFormLinks = (
  context: Pick<VendorContext, 'vendor' | 'person'>,
): Readonly<Record<VendorPart, readonly FormLink[]>> => ({
  top: linksOf('top', context),
  certificates: linksOf('certificates', context),
  'due-diligence': linksOf('due-diligence', context),
  references: linksOf('references', context),
});

const linksOf = (part: VendorPart, { vendor, person }: Pick<VendorContext, 'vendor' | 'person'>): readonly FormLink[] =>
  Object.entries(VENDOR_FORMS)
    .filter(([, { anchor, access }]) => anchor === part && hasRole(person, ...access))
    .map(([name]) => ({ form: `vendor-${name}`, href: `/vendors/${vendor.id}/forms/${name}` }));
