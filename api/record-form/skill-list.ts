import type { Needs, Skill } from '../../domain/planning/schema';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import type { ListPlan, ListRow } from './form-list';
import { rating, rowsOr } from './needs-field';
import { figure, given } from './plan';

/** What we can do ourselves, and what the service takes. */
export const skillList = ({ locale }: FormContext): ListPlan<Skill> => {
  const say = (key: string): string => translate(locale, `form.needs-assessment.${key}`);
  return {
    name: 'capability',
    most: 200,
    heading: (place) => translate(locale, 'form.needs-assessment.own-skill', { place }),
    parts: (known) => [
      {
        ...{ name: 'skill', kind: 'line', label: translate(locale, 'needs.skill'), most: 100 },
        value: known?.skill ?? '',
      },
      rating('score', say('there'), known?.score),
      rating('required', say('needed'), known?.required),
      {
        ...{ name: 'headcount', kind: 'figure', label: say('headcount'), most: 7 },
        value: known?.headcount?.toString() ?? '',
      },
      { name: 'notes', kind: 'text', label: labelOf(locale, 'field', 'notes'), value: known?.notes ?? '' },
    ],
  };
};

export function skillsIn(rows: readonly ListRow[], { capability: before }: Needs) {
  const skills = rows.map(({ text }) => ({
    skill: text('skill'),
    ...figures(text, ['score', 'required', 'headcount']),
    ...given('notes', text('notes')),
  }));
  return rowsOr(before, skills);
}

const figures = (text: ListRow['text'], parts: readonly string[]): Readonly<Record<string, number | string>> =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const value = figure(text(part));
      return value === null ? [] : [[part, value] as const];
    }),
  );
