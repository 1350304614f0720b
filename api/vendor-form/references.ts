import { References, type Vendor } from '../../domain/vendor/vendor-schema';
import { translate } from '../../templates/catalog';
import { etagOf } from '../precondition';
import { type ListPlan, listFields } from '../record-form/form-list';
import { rating } from '../record-form/needs-field';
import { versionIn } from '../record-form/newer';
import { figure, versionField } from '../record-form/plan';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { replaceReferences } from '../vendors/save';
import type { VendorContext, VendorForm } from './form';
import { listIn, partsGiven } from './vendor-list';

const NAME = 'references';

/** What others say who have worked with a vendor. */
export const referencesForm: VendorForm = {
  access: VENDOR_EDITORS,
  anchor: NAME,
  fields: (context) => [
    versionField(context.vendor.version),
    ...listFields(referenceList(context), context.vendor.references, context),
  ],
  take: ({ db }, { context: { vendor }, typed, call }) => {
    const body = listIn(typed, {
      ...{ name: NAME, schema: References },
      parts: ['contact', 'engagement', 'score', 'at', 'comment'],
      entry: (row) => ({
        ...partsGiven(row, ['contact', 'engagement', 'at', 'comment']),
        ...(row.text('score') !== '' && { score: figure(row.text('score')) }),
      }),
    });
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return replaceReferences(db, { ...call, ifMatch, params: { id: vendor.id }, body });
  },
};

function referenceList({ locale }: VendorContext): ListPlan<Vendor['references'][number]> {
  const say = (key: string): string => translate(locale, `form.vendor-references.${key}`);
  const optional = translate(locale, 'form.optional');
  return {
    name: NAME,
    most: 50,
    heading: (place) => translate(locale, 'form.vendor-references.place', { place }),
    parts: (known) => [
      {
        ...{ name: 'contact', kind: 'line', label: say('contact'), hint: say('contact-hint'), most: 200 },
        value: known?.contact ?? '',
      },
      { name: 'engagement', kind: 'line', label: say('engagement'), most: 200, value: known?.engagement ?? '' },
      { ...rating('score', say('score'), known?.score), half: true, hint: say('score-hint') },
      { name: 'at', kind: 'day', half: true, label: say('at'), hint: optional, value: known?.at ?? '' },
      { name: 'comment', kind: 'text', label: say('comment'), hint: optional, value: known?.comment ?? '' },
    ],
  };
}
