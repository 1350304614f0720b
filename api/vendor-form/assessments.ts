import { DomainError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { questionsOf } from '../../domain/vendor/assessment/assessment';
import {
  type Assessment,
  type AssessmentQuestion,
  NewAssessment,
  ReviewBody,
} from '../../domain/vendor/assessment/schema';
import { assessmentsOf } from '../../db/stores/assessments';
import { listQuestionnaires } from '../../db/stores/questionnaires';
import { translate } from '../../templates/catalog';
import type { LabelledText } from '../../templates/people-page-data';
import { formatNumber } from '../../templates/format';
import { parseWith } from '../parse';
import { openChoice, optionsOf } from '../record-form/needs-field';
import { versionIn } from '../record-form/newer';
import { type FieldPlan, given, one, versionField } from '../record-form/plan';
import { ASSESSORS } from '../routes/vendors/assessments';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { openAssessment } from '../vendors/assess';
import { reviewAssessment, sendAssessmentLink } from '../vendors/assessment-acts';
import type { VendorContext, VendorForm } from './form';

/** A questionnaire is asked; the answers of the year before are filled in. */
export const assessmentForm: VendorForm = {
  access: ASSESSORS,
  anchor: 'assessments',
  fields: async ({ db, locale }) => {
    const options = (await listQuestionnaires(db)).map(({ key, title }) => ({ value: key, text: title[locale] }));
    const label = translate(locale, 'vendors.questionnaire');
    return [
      { name: 'questionnaireKey', kind: 'choice', label, required: true, options, value: options[0]?.value ?? '' },
    ];
  },
  take: ({ db }, { context: { vendor }, typed, call }) => {
    const body = parseWith(NewAssessment, { questionnaireKey: one(typed, 'questionnaireKey') }, 'INVALID_FIELDS');
    return openAssessment(db, vendor.id, { ...body, ...call });
  },
};

/** The contact of the vendor is sent a link behind which it answers. */
export const assessmentLinkForm: VendorForm = {
  access: VENDOR_EDITORS,
  anchor: 'assessments',
  aboutOne: true,
  facts: async (context) => {
    const { questionnaire } = await assessmentOf(context);
    const { vendor, locale } = context;
    const contact = vendor.contactEmail ?? translate(locale, 'form.vendor-assessment-link.nobody');
    return [
      { label: translate(locale, 'vendors.questionnaire'), text: questionnaire.title[locale] },
      { label: translate(locale, 'vendors.contact'), text: contact },
    ];
  },
  fields: async (context) => {
    await assessmentOf(context);
    return [];
  },
  take: async (deps, { context, call }) => {
    const { id } = await assessmentOf(context);
    // A page shows no secret: without an address nobody would get the link.
    if (context.vendor.contactEmail === null)
      throw new DomainError('INVALID_FIELDS', 'Nobody would get the link.', NOBODY);
    return sendAssessmentLink(deps, { ...call, params: { id }, body: undefined });
  },
};
const NOBODY = [{ path: 'contactEmail', message: 'is needed: the link goes there' }];

/** What was handed in is accepted, or returned with a comment. */
export const assessmentReviewForm: VendorForm = {
  access: ASSESSORS,
  anchor: 'assessments',
  aboutOne: true,
  facts: async (context) => answersOf(await assessmentOf(context), context.locale),
  fields: async (context) => [versionField((await assessmentOf(context)).version), ...judgeFields(context)],
  take: async ({ db }, { context, typed, call }) => {
    const { id } = await assessmentOf(context);
    const wanted = { ...given('decision', one(typed, 'decision')), ...given('comment', one(typed, 'comment')) };
    const body = parseWith(ReviewBody, wanted, 'INVALID_FIELDS');
    return besideComment(() => reviewAssessment(db, { ...call, params: { id }, body }, versionIn(typed)));
  },
};

/** What is missing is told beside its field. */
async function besideComment<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'COMMENT_REQUIRED') throw error;
    throw new DomainError(error.code, error.message, [{ path: 'comment', message: 'is needed' }]);
  }
}

export async function assessmentOf({ db, vendor, item }: VendorContext): Promise<Assessment> {
  const found = (await assessmentsOf(db, vendor.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The vendor has no such assessment.');
  return found;
}

const judgeFields = ({ locale }: VendorContext): readonly FieldPlan[] => {
  const say = (key: string): string => translate(locale, `form.vendor-assessment-review.${key}`);
  const options = optionsOf(ReviewBody.shape.decision.options, 'assessment-review', { locale });
  return [
    { ...openChoice('decision', say('decision'), { options, value: undefined }), required: true },
    { name: 'comment', kind: 'text', label: say('comment'), hint: say('comment-hint') },
  ];
};

/** Every question with its answer; those that differ from the year before say so. */
const answersOf = ({ questionnaire, answers, toReview }: Assessment, locale: Locale): readonly LabelledText[] =>
  questionsOf(questionnaire).map((question) => {
    const { value = null, note = '' } = answers[question.key] ?? {};
    const isNew = toReview.includes(question.key);
    const changed = isNew ? [translate(locale, 'form.vendor-assessment-review.changed')] : [];
    const text = [wordOf(question, value, locale), ...(note ? [note] : []), ...changed].join(' · ');
    return { label: question.text[locale], text };
  });

/** An answer as it is read. */
export function wordOf({ type }: AssessmentQuestion, value: number | null, locale: Locale): string {
  if (value === null) return '–';
  return type === 'yesno' ? translate(locale, value === 1 ? 'word.yes' : 'word.no') : formatNumber(value, locale);
}
