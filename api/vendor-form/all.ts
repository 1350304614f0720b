import { hasRole, type Role } from '../../domain/people/people';
import type { Assessment } from '../../domain/vendor/assessment/schema';
import type { VendorPart } from '../../templates/supplier-page-data';
import type { FormLink } from '../../templates/record-form-data';
import { assessmentAnswersForm } from './answers';
import { assessmentForm, assessmentLinkForm, assessmentReviewForm } from './assessments';
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
  assessment: assessmentForm,
  'assessment-link': assessmentLinkForm,
  'assessment-answers': assessmentAnswersForm,
  'assessment-review': assessmentReviewForm,
};

/** Who may use at least one of them. */
export const VENDOR_WRITERS: readonly Role[] = [
  ...new Set(Object.values(VENDOR_FORMS).flatMap(({ access }) => access)),
];

type LinkContext = Pick<VendorContext, 'vendor' | 'person'>;

/** What somebody may record of a vendor, by the part of its page. */
export const vendorFormLinks = (context: LinkContext): Readonly<Record<VendorPart, readonly FormLink[]>> => ({
  top: linksOf('top', context),
  certificates: linksOf('certificates', context),
  'due-diligence': linksOf('due-diligence', context),
  references: linksOf('references', context),
  assessments: linksOf('assessments', context),
});

const linksOf = (part: VendorPart, { vendor, person }: LinkContext): readonly FormLink[] =>
  Object.entries(VENDOR_FORMS)
    .filter(([, { anchor, access, aboutOne }]) => anchor === part && !aboutOne && hasRole(person, ...access))
    .map(([name]) => ({ form: `vendor-${name}`, href: `/vendors/${vendor.id}/forms/${name}` }));

const ASSESSMENT_FORMS = {
  open: ['assessment-link', 'assessment-answers'],
  submitted: ['assessment-review'],
  accepted: [],
} as const;

/** What somebody may do with an assessment as it stands. */
export function assessmentLinks({ id, state }: Assessment, { vendor, person }: LinkContext): readonly FormLink[] {
  return ASSESSMENT_FORMS[state]
    .filter((name) => hasRole(person, ...(VENDOR_FORMS[name]?.access ?? [])))
    .map((name) => ({ form: `vendor-${name}`, href: `/vendors/${vendor.id}/forms/${name}?of=${id}` }));
}
