import { CRITICALITIES, CRITICALITY_QUESTIONS } from '../../domain/planning/catalogue';
import { QUESTION_TEXTS } from '../../domain/planning/questions';
import type { Needs } from '../../domain/planning/schema';
import { prohibitedActivities } from '../../db/read/planning-settings';
import { labelOf, translate } from '../../templates/catalog';
import { activitiesIn, activityList } from './activity-list';
import type { FormContext, FormDefinition } from './form';
import { listFields, rowsIn } from './form-list';
import { marketFields, marketIn } from './market-fields';
import { takeNeeds, type WantedNeeds } from './needs-change';
import { objectOr, openChoice, optionsOf, said, yesNo, yesNoIn } from './needs-field';
import { codesIn, type FieldPlan, one, type Typed, versionField } from './plan';
import { skillList, skillsIn } from './skill-list';

/** What a decision to outsource rests on: how critical the service is, what goes out, and what market and own skills say. */
export const needsAssessmentForm: FormDefinition = {
  act: 'edit',
  place: 'needs',
  fields: async (context) => {
    const { needs, needs_version: version } = context.row;
    const activities = activityList(context, await prohibitedActivities(context.db));
    return [
      versionField(version),
      ...criticalityFields(context),
      ...listFields(skillList(context), needs.capability ?? [], context),
      ...listFields(activities, needs.activities ?? [], context),
      ...marketFields(context),
    ];
  },
  take: (deps, taking) => {
    const { context, typed } = taking;
    const { needs } = context.row;
    const activities = rowsIn(typed, { name: 'activities' });
    const capability = rowsIn(typed, { name: 'capability' });
    const wanted = {
      ...criticalityIn(typed, needs),
      activities: activitiesIn(activities, needs),
      market: marketIn(typed),
      capability: skillsIn(capability, needs),
    };
    const lists = Object.entries({ activities, capability }).map(([name, rows]) => ({ name, rows }));
    return takeNeeds(deps, taking, { wanted, lists });
  },
};

function criticalityFields(context: FormContext): readonly FieldPlan[] {
  const { locale } = context;
  const { criticality, criticalityAnswers: answers = {}, importantData, dataCountries } = context.row.needs;
  const say = (key: string): string => translate(locale, `form.needs-assessment.${key}`);
  const questions = CRITICALITY_QUESTIONS.map((key, index) => ({
    ...yesNo(`criticalityAnswers.${key}`, QUESTION_TEXTS[key][locale], { value: answers[key], locale }),
    ...(index === 0 && { heading: labelOf(locale, 'field', 'criticalityAnswers') }),
  }));
  const byHand = openChoice('criticality', say('by-hand'), {
    options: optionsOf(CRITICALITIES, 'criticality', context),
    value: criticality,
  });
  return [
    ...questions,
    { ...byHand, hint: say('by-hand-hint') },
    { ...yesNo('importantData', labelOf(locale, 'field', 'importantData'), { value: importantData, locale }), hint: say('important-data-hint') }, // prettier-ignore
    {
      ...{ name: 'dataCountries', kind: 'line', label: labelOf(locale, 'field', 'dataCountries'), most: 250 },
      hint: translate(locale, 'form.privacy-assessment.destinations-hint'),
      value: (dataCountries ?? []).join(', '),
    },
  ];
}

function criticalityIn(typed: Typed, needs: Needs): WantedNeeds {
  const answers = CRITICALITY_QUESTIONS.map((key) => [key, yesNoIn(one(typed, `criticalityAnswers.${key}`))] as const);
  const countries = codesIn(one(typed, 'dataCountries'));
  return {
    criticalityAnswers: objectOr(needs.criticalityAnswers, Object.fromEntries(answers)),
    criticality: said(typed, 'criticality'),
    importantData: yesNoIn(one(typed, 'importantData')),
    dataCountries: countries.length === 0 && needs.dataCountries === undefined ? undefined : countries,
  };
}
