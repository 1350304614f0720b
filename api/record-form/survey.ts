import { localDate } from '../../domain/calendar/zone';
import { NewSurvey } from '../../domain/feedback/schema';
import { SURVEY_QUESTIONS } from '../../domain/feedback/words';
import { LOCALES } from '../../domain/people/people';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { recordSurvey } from '../routes/surveys';
import type { FormContext, FormDefinition } from './form';
import { all, type FieldPlan, figure, given, linesIn, one } from './plan';

/** Those who use a service are asked how it is. */
export const surveyForm: FormDefinition = {
  act: 'edit',
  place: 'feedback',
  fields: (context) => Promise.resolve([...whatFields(context), ...whomFields(context)]),
  take: (deps, { context, typed, call }) => {
    const locale = one(typed, 'locale');
    const limit = figure(one(typed, 'openLimit'));
    const wanted = {
      title: one(typed, 'title'),
      period: one(typed, 'period'),
      questions: all(typed, 'questions'),
      closesOn: one(typed, 'closesOn'),
      invitees: linesIn(typed, 'invitees').map((line) => ({ ...inviteeIn(line), locale })),
      open: one(typed, 'open') === '1',
      ...(limit !== null && { openLimit: limit }),
    };
    const body = parseWith(NewSurvey, wanted, 'INVALID_FIELDS');
    return recordSurvey(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** `Min Wu <min@example.com>`, or the address alone. */
function inviteeIn(line: string): { readonly name?: string; readonly email: string } {
  const [, name = '', email = line] = /^([^<>]*)<([^<>]+)>$/.exec(line) ?? [];
  return { ...given('name', name.trim()), email };
}

function whatFields({ row, locale, now }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.survey.${key}`);
  return [
    { name: 'title', kind: 'line', label: say('name'), required: true, most: 200 },
    {
      name: 'period',
      kind: 'line',
      label: say('period'),
      hint: say('period-hint'),
      required: true,
      most: 7,
      value: localDate(row.time_zone, now).slice(0, 7),
    },
    {
      name: 'questions',
      kind: 'ticks',
      label: say('questions'),
      options: SURVEY_QUESTIONS.map((value) => ({ value, text: labelOf(locale, 'form.survey.question', value) })),
      value: SURVEY_QUESTIONS,
    },
    { name: 'closesOn', kind: 'day', label: say('closes-on'), required: true, most: 10 },
  ];
}

function whomFields({ locale }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.survey.${key}`);
  return [
    { name: 'invitees', kind: 'text', label: say('invitees'), hint: say('invitees-hint'), heading: say('whom') },
    {
      name: 'locale',
      kind: 'choice',
      label: say('locale'),
      options: LOCALES.map((value) => ({ value, text: labelOf(locale, 'language', value) })),
      value: locale,
    },
    { name: 'open', kind: 'tick', label: say('open') },
    {
      name: 'openLimit',
      kind: 'figure',
      label: say('open-limit'),
      hint: say('open-limit-hint'),
      most: 4,
      value: '500',
    },
  ];
}
