import { ComplianceProfile } from '../../../domain/contract/compliance-schema';
import { complianceOf } from '../../../db/stores/compliance';
import { translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { recordCompliance } from '../../routes/compliance';
import { documentOptions } from '../document-options';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, yesNo, yesNoIn } from '../needs-field';
import { printIn } from '../newer';
import { type FieldPlan, given, one, printField, type Typed } from '../plan';

/** Whether an authority supervises the engagement, and when the contract was reported to it. */
export const complianceForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: async (context) => {
    const profile = await complianceOf(context.db, context.row.id);
    return [
      printField(printOf(profile)),
      ...authorityFields(profile, context),
      ...(await reportFields(profile, context)),
    ];
  },
  take: (deps, { context, typed, call }) => {
    const body = parseWith(ComplianceProfile, wantedIn(typed), 'INVALID_FIELDS');
    return recordCompliance(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
  },
};

function authorityFields({ regulated, authority }: ComplianceProfile, { locale }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.compliance.${key}`);
  return [
    { ...yesNo('regulated', say('regulated'), { value: regulated, locale }), required: true },
    {
      ...{ name: 'authority', kind: 'line', label: say('authority'), hint: translate(locale, 'form.optional') },
      ...{ most: 200, value: authority ?? '' },
    },
  ];
}

async function reportFields(
  { reportedOn, reportReference, documentId }: ComplianceProfile,
  { db, row, locale }: FormContext,
): Promise<readonly FieldPlan[]> {
  const say = (key: string): string => translate(locale, `form.compliance.${key}`);
  return [
    {
      name: 'reportedOn',
      kind: 'day',
      label: say('reported-on'),
      hint: say('reported-on-hint'),
      value: reportedOn ?? '',
    },
    { name: 'reportReference', kind: 'line', label: say('reference'), most: 200, value: reportReference ?? '' },
    openChoice('documentId', say('document'), { options: await documentOptions(db, row.id), value: documentId }),
  ];
}

const wantedIn = (typed: Typed) => ({
  regulated: yesNoIn(one(typed, 'regulated')),
  ...given('authority', one(typed, 'authority')),
  ...given('reportedOn', one(typed, 'reportedOn')),
  ...given('reportReference', one(typed, 'reportReference')),
  ...given('documentId', one(typed, 'documentId')),
});
