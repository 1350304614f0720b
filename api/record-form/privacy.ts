import { PrivacyAssessment, type PrivacyAssessmentView } from '../../domain/residency/schema';
import { LEGAL_BASES } from '../../domain/residency/words';
import { privacyView } from '../../db/read/privacy';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { recordPrivacy } from '../routes/privacy';
import { documentOptions } from './document-options';
import type { FormContext, FormDefinition, Taking } from './form';
import { versionIn } from './newer';
import { codesIn, type FieldPlan, given, one, versionField } from './plan';

/** What data abroad means for the people concerned, and what allows it. */
export const privacyForm: FormDefinition = {
  act: 'edit',
  place: 'privacy',
  fields: async (context) => {
    const view = await privacyView(context.db, context.row, context.now);
    return [...written(view, context), referenceField(view, context), await documentField(view, context)];
  },
  take: (deps, { context, typed, call }: Taking) => {
    const wanted = {
      legalBasis: one(typed, 'legalBasis'),
      destinations: codesIn(one(typed, 'destinations')),
      safeguards: one(typed, 'safeguards'),
      ...given('reference', one(typed, 'reference')),
      ...given('documentId', one(typed, 'documentId')),
    };
    const body = parseWith(PrivacyAssessment, wanted, 'INVALID_FIELDS');
    const { etag } = etagOf(versionIn(typed));
    return recordPrivacy(deps, { ...call, ifMatch: etag, params: { id: context.row.id }, body });
  },
};

function written(
  { assessment, unassessed, version }: PrivacyAssessmentView,
  { locale }: FormContext,
): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, key);
  return [
    versionField(version),
    {
      name: 'legalBasis',
      kind: 'choice',
      label: say('privacy.legal-basis'),
      options: LEGAL_BASES.map((value) => ({ value, text: labelOf(locale, 'legal-basis', value) })),
      value: assessment?.legalBasis ?? '',
    },
    {
      name: 'destinations',
      kind: 'line',
      label: say('privacy.destinations'),
      hint: say('form.privacy-assessment.destinations-hint'),
      required: true,
      most: 250,
      value: [...(assessment?.destinations ?? []), ...unassessed].join(', '),
    },
    {
      name: 'safeguards',
      kind: 'text',
      label: say('privacy.safeguards'),
      hint: say('form.privacy-assessment.safeguards-hint'),
      required: true,
      value: assessment?.safeguards ?? '',
    },
  ];
}

const referenceField = ({ assessment }: PrivacyAssessmentView, { locale }: FormContext): FieldPlan => ({
  name: 'reference',
  kind: 'line',
  label: translate(locale, 'privacy.reference'),
  hint: translate(locale, 'form.optional'),
  most: 200,
  value: assessment?.reference ?? '',
});

async function documentField(
  { assessment }: PrivacyAssessmentView,
  { db, row, locale }: FormContext,
): Promise<FieldPlan> {
  return {
    name: 'documentId',
    kind: 'choice',
    label: translate(locale, 'privacy.document'),
    hint: translate(locale, 'form.optional'),
    options: [{ value: '', text: translate(locale, 'form.none') }, ...(await documentOptions(db, row.id))],
    value: assessment?.documentId ?? '',
  };
}
