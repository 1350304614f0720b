import { DomainError } from '../../domain/errors';
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
  ...goneMeasures(context),
  ...lessonPlaces(written, context.sent).flatMap((place) => lessonFields(place, context, written)),
];

/** What was typed of it. */
export const lookBackIn = (typed: Typed, context: FormContext, written: Written) => ({
  measures: measuresIn(typed, context),
  lessons: lessonsIn(typed, written, context.sent),
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

/** Measures that the needs had when the form was drawn: what was typed of them stays to be read. */
const goneMeasures = (context: FormContext): readonly FieldPlan[] =>
  places(measuresOf(context).length, sentTo(context.sent, MEASURE)).map((place) => ({
    name: `measures.${place}.actual`,
    kind: 'figure',
    label: translate(context.locale, 'form.retrospective.measure-gone'),
    hint: translate(context.locale, 'form.retrospective.measure-gone-hint'),
    most: 40,
  }));

function measuresIn(typed: Typed, context: FormContext) {
  const gone = goneMeasures(context).filter(({ name }) => one(typed, name) !== '');
  const errors = gone.map(({ name }) => ({ path: name, message: 'is no measure of the needs any more' }));
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'A measure has gone.', errors);
  return measuresOf(context).map(({ name }, place) => ({
    name,
    actual: figure(one(typed, `measures.${place}.actual`)),
  }));
}

const [MEASURE, LESSON] = [/^measures\.(\d{1,3})\.actual$/, /^lessons\.(\d{1,3})\.text$/];
/** How many places of a list were sent: it may have become shorter since the form was drawn. */
const sentTo = (sent: readonly string[], field: RegExp): number =>
  Math.max(0, ...sent.map((name) => Number(field.exec(name)?.[1] ?? -1) + 1));

const places = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(to - from, 0) }, (_, index) => from + index);

const lessonPlaces = (written: Written, sent: readonly string[]): readonly number[] =>
  places(0, Math.min(Math.max((written?.lessons.length ?? 0) + MORE_LESSONS, sentTo(sent, LESSON)), MOST_LESSONS));

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
function lessonsIn(typed: Typed, written: Written, sent: readonly string[]) {
  const rows = lessonPlaces(written, sent).map((place) => ({
    ...written?.lessons[place],
    text: one(typed, lessonField(place, 'text')),
    check: one(typed, lessonField(place, 'check')),
    gate: one(typed, lessonField(place, 'gate')),
    required: one(typed, lessonField(place, 'required')) === '1',
  }));
  return rows.slice(0, rows.findLastIndex(({ text, check }) => `${text}${check}` !== '') + 1);
}
