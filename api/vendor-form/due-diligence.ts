import { localDate } from '../../domain/calendar/zone';
import { dueDiligenceEnd } from '../../domain/vendor/due-diligence';
import { DueDiligence, type Vendor, VendorPatch } from '../../domain/vendor/vendor-schema';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { openChoice, optionsOf } from '../record-form/needs-field';
import { versionIn } from '../record-form/newer';
import { type FieldPlan, given, one, type Typed, versionField } from '../record-form/plan';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { patchVendor } from '../vendors/save';
import type { VendorContext, VendorForm } from './form';

/** As the record names its parts, so that a fault is told beside the field that it is about. */
const NAME = 'dueDiligence';
const fieldOf = (part: string): string => `${NAME}.${part}`;
/** Ticked where the record is to go. */
const GONE = 'gone';

/** What an examination of the vendor has found, and until when that counts. */
export const dueDiligenceForm: VendorForm = {
  access: VENDOR_EDITORS,
  anchor: 'due-diligence',
  fields: ({ vendor, person, locale, now }) => [
    versionField(vendor.version),
    ...foundFields({ vendor, locale }, localDate(person.timeZone, now)),
  ],
  take: ({ db }, { context: { vendor }, typed, call }) => {
    const body = parseWith(VendorPatch, { dueDiligence: foundIn(typed) }, 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return patchVendor(db, { ...call, ifMatch, params: { id: vendor.id }, body });
  },
};

function foundFields(
  { vendor: { dueDiligence }, locale }: Pick<VendorContext, 'vendor' | 'locale'>,
  today: string,
): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.vendor-due-diligence.${key}`);
  const options = optionsOf(DueDiligence.shape.result.options, 'due-diligence', { locale });
  return [
    {
      name: fieldOf('at'),
      kind: 'day',
      half: true,
      label: say('at'),
      required: true,
      value: dueDiligence?.at ?? today,
    },
    {
      ...openChoice(fieldOf('result'), say('found'), { options, value: dueDiligence?.result }),
      half: true,
      required: true,
    },
    {
      ...{ name: fieldOf('validUntil'), kind: 'day', label: say('validUntil'), hint: say('validUntil-hint') },
      value: ownEnd(dueDiligence),
    },
    { name: fieldOf('comment'), kind: 'text', label: say('comment'), value: dueDiligence?.comment ?? '' },
    ...(dueDiligence ? [{ name: GONE, kind: 'tick', label: say('gone'), value: '' } as const] : []),
  ];
}

/** The end that somebody named: the usual one follows the day of the next examination by itself. */
const ownEnd = (found: Vendor['dueDiligence']): string =>
  found === null || found.validUntil === dueDiligenceEnd(found.at) ? '' : found.validUntil;

const foundIn = (typed: Typed) =>
  one(typed, GONE) !== ''
    ? null
    : {
        ...given('at', one(typed, fieldOf('at'))),
        ...given('validUntil', one(typed, fieldOf('validUntil'))),
        ...given('result', one(typed, fieldOf('result'))),
        ...given('comment', one(typed, fieldOf('comment'))),
      };
