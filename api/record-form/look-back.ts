import type { RetrospectiveContent } from '../../domain/retrospective/schema';
import { CHECKED_GATES } from '../../domain/planning/service-type-schema';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import { type FieldPlan, figure, one, type Typed } from './plan';

/** What was written before; null where nothing was. */
type Written = Pick<RetrospectiveContent, 'measures' | 'lessons'> | null;

/** Lessons that the form has room for beside those that were written before. */
const MORE_LESSONS = 2;
const MOST_LESSONS = 50;
const lessonField = (place: number, part: string): string => `lessons.${place}.${part}`;

/** What a look back asks for: what was measured of the needs, and what is learnt from it. */
export const lookBackFields = (context: FormContext, written: Written): readonly FieldPlan[] => [
  ...measureFields(context, written),
  ...lessonPlaces(written).flatMap((place) => lessonFields(place, context, written)),
];

/** What was typed of it. */
export const lookBackIn = (typed: Typed, context: FormContext, written: Written) => ({
  measures: measuresIn(typed, context),
  lessons: lessonsIn(typed, written),
});

const measuresOf = ({ row }: FormContext) => row.needs.successMeasures ?? [];

function measureFields(context: FormContext, written: Written): readonly FieldPlan[] {
  return measuresOf(context).map(({ name, target, unit }, place) => {
    const actual = written?.measures.find((one) => one.name === name)?.actual;
    const heading = translate(context.locale, 'form.retrospective.measures');
    return {
      name: `measures.${place}.actual`,
      kind: 'figure',
      label: name,
      hint: translate(context.locale, 'form.retrospective.target', {
        target: [target, unit].filter(Boolean).join(' '),
      }),
      ...(place === 0 && { heading }),
      most: 40,
      value: actual === undefined || actual === null ? '' : String(actual),
    };
  });
}

const measuresIn = (typed: Typed, context: FormContext) =>
  measuresOf(context).map(({ name }, place) => ({ name, actual: figure(one(typed, `measures.${place}.actual`)) }));

const lessonPlaces = (written: Written): readonly number[] =>
  Array.from({ length: Math.min((written?.lessons.length ?? 0) + MORE_LESSONS, MOST_LESSONS) }, (_, place) => place);

function lessonFields(place: number, { locale }: FormContext, written: Written): readonly FieldPlan[] {
  const lesson = written?.lessons[place];
  const say = (key: string): string => translate(locale, `form.retrospective.${key}`);
  const options = CHECKED_GATES.map((value) => ({ value, text: labelOf(locale, 'gate', value) }));
  return [
    {
      name: lessonField(place, 'text'),
      kind: 'text',
      label: say('lesson'),
      heading: translate(locale, 'form.retrospective.lesson-heading', { place: place + 1 }),
      value: lesson?.text ?? '',
    },
    { name: lessonField(place, 'check'), kind: 'line', label: say('check'), most: 200, value: lesson?.check ?? '' },
    { name: lessonField(place, 'gate'), kind: 'choice', label: say('gate'), options, value: lesson?.gate ?? '' },
    { name: lessonField(place, 'required'), kind: 'tick', label: say('required'), value: lesson?.required ? '1' : '' },
  ];
}

/** Up to the last one of which something is said; what the form does not ask about stays as it was written. */
function lessonsIn(typed: Typed, written: Written) {
  const rows = lessonPlaces(written).map((place) => ({
    ...written?.lessons[place],
    text: one(typed, lessonField(place, 'text')),
    check: one(typed, lessonField(place, 'check')),
    gate: one(typed, lessonField(place, 'gate')),
    required: one(typed, lessonField(place, 'required')) === '1',
  }));
  return rows.slice(0, rows.findLastIndex(({ text, check }) => `${text}${check}` !== '') + 1);
}
