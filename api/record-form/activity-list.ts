import { DECISIONS } from '../../domain/planning/catalogue';
import type { Activity, Needs } from '../../domain/planning/schema';
import type { ProhibitedActivities } from '../../domain/planning/settings-schema';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import type { ListPlan, ListRow } from './form-list';
import { openChoice, optionsOf, rowsOr } from './needs-field';
import { type FieldPlan, given } from './plan';

/** What is done today, and whether it goes out. */
export const activityList = (context: FormContext, prohibited: ProhibitedActivities['items']): ListPlan<Activity> => {
  const { locale } = context;
  const say = (key: string): string => translate(locale, `form.needs-assessment.${key}`);
  return {
    name: 'activities',
    most: 200,
    heading: (place) => translate(locale, 'form.needs-assessment.activity', { place }),
    parts: (known) => [
      { name: 'name', kind: 'line', label: labelOf(locale, 'field', 'name'), most: 200, value: known?.name ?? '' },
      { name: 'isCore', kind: 'tick', label: say('core'), value: known?.isCore ? '1' : '' },
      openChoice('decision', labelOf(locale, 'field', 'decision'), {
        options: optionsOf(DECISIONS, 'activity-decision', context),
        value: known?.decision,
      }),
      {
        ...{ name: 'rationale', kind: 'text', label: labelOf(locale, 'field', 'rationale') },
        hint: say('rationale-hint'),
        value: known?.rationale ?? '',
      },
      prohibitedField(context, prohibited, known),
      ...skillsField(context, known),
    ],
  };
};

function prohibitedField(
  { locale }: FormContext,
  prohibited: ProhibitedActivities['items'],
  known: Activity | undefined,
): FieldPlan {
  const code = known?.prohibitedCode;
  const listed = prohibited.map((one) => ({ value: one.code, text: one.names[locale] }));
  // A code that was taken off the list later is still what the record says.
  const others = code === undefined || prohibited.some((one) => one.code === code) ? [] : [{ value: code, text: code }];
  const label = translate(locale, 'form.needs-assessment.prohibited');
  return openChoice('prohibitedCode', label, { options: [...listed, ...others], value: code });
}

/** Skills that the record knows are ticked; a new one can be once it has been saved. */
function skillsField({ locale, row }: FormContext, known: Activity | undefined): readonly FieldPlan[] {
  const skills = new Set([...(row.needs.capability ?? []).map(({ skill }) => skill), ...(known?.skills ?? [])]);
  if (skills.size === 0) return [];
  return [
    {
      ...{ name: 'skills', kind: 'ticks', label: translate(locale, 'form.needs-assessment.activity-skills') },
      options: [...skills].map((skill) => ({ value: skill, text: skill })),
      value: known?.skills ?? [],
    },
  ];
}

export function activitiesIn(rows: readonly ListRow[], { activities: before }: Needs) {
  const activities = rows.map(({ place, text, texts }) => {
    const skills = texts('skills');
    const keepsNone = skills.length === 0 && before?.[place]?.skills === undefined;
    return {
      name: text('name'),
      isCore: text('isCore') === '1',
      ...given('decision', text('decision')),
      ...given('rationale', text('rationale')),
      ...given('prohibitedCode', text('prohibitedCode')),
      ...(!keepsNone && { skills }),
    };
  });
  return rowsOr(before, activities);
}
