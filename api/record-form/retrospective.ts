import { CHECKED_GATES } from '../../domain/planning/service-type-schema';
import type { RetrospectiveRecord } from '../../domain/retrospective/retrospective';
import { RetrospectiveContent } from '../../domain/retrospective/schema';
import { findRetrospective } from '../../db/stores/retrospectives';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { noRetrospective } from '../retrospectives';
import { recordClosing, recordRetrospective } from '../routes/retrospectives';
import type { FormContext, FormDefinition } from './form';
import { type FieldPlan, figure, one, type Typed } from './plan';

/** Lessons that the form has room for beside those that were written before. */
const MORE_LESSONS = 2;
const MOST_LESSONS = 50;
const lessonField = (place: number, part: string): string => `lessons.${place}.${part}`;

/** What was measured of a contract year, and what was learnt. */
export const retrospectiveForm: FormDefinition = {
  act: 'edit',
  anchor: 'retrospective',
  fields: async (context) => {
    const record = await recordOf(context);
    const { locale } = context;
    return [
      {
        name: 'summary',
        kind: 'text',
        label: translate(locale, 'form.retrospective.summary'),
        required: true,
        value: record.content?.summary ?? '',
      },
      ...measureFields(context, record),
      ...lessonPlaces(record).flatMap((place) => lessonFields(place, context, record)),
      { name: 'close', kind: 'tick', label: translate(locale, 'form.retrospective.close') },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const record = await recordOf(context);
    const params = { id: context.row.id, year: record.year };
    const wanted = {
      summary: one(typed, 'summary'),
      measures: measuresIn(typed, context),
      lessons: lessonsIn(typed, record),
    };
    const body = parseWith(RetrospectiveContent, wanted, 'INVALID_FIELDS');
    await recordRetrospective(deps, { ...call, params, body });
    if (one(typed, 'close') === '1') await recordClosing(deps, { ...call, params, body: {} });
  },
};

async function recordOf({ db, row, item }: FormContext): Promise<RetrospectiveRecord> {
  const found = await findRetrospective(db, row.id, /^\d{4}$/.test(item) ? Number(item) : 0);
  if (!found) throw noRetrospective();
  return found;
}

const measuresOf = ({ row }: FormContext) => row.needs.successMeasures ?? [];

function measureFields(context: FormContext, { content }: RetrospectiveRecord): readonly FieldPlan[] {
  return measuresOf(context).map(({ name, target, unit }, place) => {
    const actual = content?.measures.find((one) => one.name === name)?.actual;
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

const lessonPlaces = ({ content }: RetrospectiveRecord): readonly number[] =>
  Array.from({ length: Math.min((content?.lessons.length ?? 0) + MORE_LESSONS, MOST_LESSONS) }, (_, place) => place);

function lessonFields(place: number, { locale }: FormContext, { content }: RetrospectiveRecord): readonly FieldPlan[] {
  const lesson = content?.lessons[place];
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
function lessonsIn(typed: Typed, record: RetrospectiveRecord) {
  const rows = lessonPlaces(record).map((place) => ({
    ...record.content?.lessons[place],
    text: one(typed, lessonField(place, 'text')),
    check: one(typed, lessonField(place, 'check')),
    gate: one(typed, lessonField(place, 'gate')),
    required: one(typed, lessonField(place, 'required')) === '1',
  }));
  return rows.slice(0, rows.findLastIndex(({ text, check }) => `${text}${check}` !== '') + 1);
}
