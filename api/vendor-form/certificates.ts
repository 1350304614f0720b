import { Certificates, type Vendor } from '../../domain/vendor/vendor-schema';
import { translate } from '../../templates/catalog';
import { etagOf } from '../precondition';
import { type ListPlan, listFields } from '../record-form/form-list';
import { versionIn } from '../record-form/newer';
import { type FieldPlan, versionField } from '../record-form/plan';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { replaceCertificates } from '../vendors/save';
import type { VendorContext, VendorForm } from './form';
import { listIn, partsGiven } from './vendor-list';

const NAME = 'certificates';
const PARTS = ['type', 'no', 'issuer', 'validFrom', 'validTo'] as const;
type Certificate = Vendor['certificates'][number];

/** The papers that a vendor holds, all of them. */
export const certificatesForm: VendorForm = {
  access: VENDOR_EDITORS,
  anchor: NAME,
  fields: (context) => [
    versionField(context.vendor.version),
    ...listFields(certificateList(context), context.vendor.certificates, context),
  ],
  take: ({ db }, { context: { vendor }, typed, call }) => {
    const body = listIn(typed, {
      ...{ name: NAME, schema: Certificates, parts: PARTS },
      entry: (row) => partsGiven(row, [...PARTS, 'fileId']),
    });
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return replaceCertificates(db, { ...call, ifMatch, params: { id: vendor.id }, body });
  },
};

function certificateList({ locale }: VendorContext): ListPlan<Certificate> {
  const say = (key: string): string => translate(locale, `form.vendor-certificates.${key}`);
  const field = (name: keyof Certificate, part: Partial<FieldPlan>, known: Certificate | undefined): FieldPlan => ({
    ...{ name, kind: 'line', label: say(name), most: 200, value: known?.[name] ?? '' },
    ...part,
  });
  return {
    name: NAME,
    most: 100,
    heading: (place) => translate(locale, 'form.vendor-certificates.place', { place }),
    parts: (known) => [
      field('type', { half: true, hint: say('type-hint') }, known),
      field('no', { half: true }, known),
      field('issuer', { hint: translate(locale, 'form.optional') }, known),
      field('validFrom', { kind: 'day', half: true, hint: translate(locale, 'form.optional') }, known),
      field('validTo', { kind: 'day', half: true, hint: say('validTo-hint') }, known),
      // The paper stays with its line.
      { name: 'fileId', kind: 'hidden', label: '', keeps: true, value: known?.fileId ?? '' },
    ],
  };
}
