import { NewImprovementPlan } from '../../domain/improvement/schema';
import { SIDES } from '../../domain/issue/words';
import { kpisOf } from '../../db/stores/kpis';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { recordNewPlan } from '../routes/improvement-plans';
import type { FormContext, FormDefinition } from './form';
import { all, type FieldPlan, given, linesIn, one, type Typed } from './plan';

/** Measures that the form has room for; a plan takes more through its API. */
const MEASURES = 3;
type Part = 'title' | 'side' | 'person' | 'due';
const nameOf = (place: number, part: Part): string => `measures.${place}.${part}`;

/** How KPIs come back to their targets. */
export const improvementForm: FormDefinition = {
  act: 'edit',
  place: 'delivery',
  fields: async (context) => [
    await kpiField(context),
    ...plainFields(context),
    ...places(MEASURES).flatMap((place) => measureFields(place, context)),
  ],
  take: (deps, { context, typed, call }) => {
    const rootCause = linesIn(typed, 'rootCause');
    const measures = measuresIn(typed);
    const wanted = {
      kpis: all(typed, 'kpis'),
      ...(rootCause.length > 0 && { rootCause }),
      ...(measures.length > 0 && { measures }),
      ...given('due', one(typed, 'due')),
    };
    const body = parseWith(NewImprovementPlan, wanted, 'INVALID_FIELDS');
    return recordNewPlan(deps, { ...call, params: { id: context.row.id }, body });
  },
};

const places = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);

/** Up to the last one of which something is said, so that each fault stands beside its own field. */
function measuresIn(typed: Typed): readonly Readonly<Record<Part, string>>[] {
  const rows = places(MEASURES).map((place) => ({
    title: one(typed, nameOf(place, 'title')),
    side: one(typed, nameOf(place, 'side')),
    person: one(typed, nameOf(place, 'person')),
    due: one(typed, nameOf(place, 'due')),
  }));
  return rows.slice(0, rows.findLastIndex(({ title, person, due }) => `${title}${person}${due}` !== '') + 1);
}

async function kpiField({ db, row, locale }: FormContext): Promise<FieldPlan> {
  const kpis = await kpisOf(db, row.id);
  const options = kpis.map(({ key, name }) => ({ value: key, text: name }));
  return { name: 'kpis', kind: 'ticks', label: translate(locale, 'form.improvement-plan.kpis'), options };
}

const plainFields = ({ locale }: FormContext): readonly FieldPlan[] => [
  {
    name: 'rootCause',
    kind: 'text',
    label: translate(locale, 'form.improvement-plan.root-cause'),
    hint: translate(locale, 'form.improvement-plan.root-cause-hint'),
  },
  {
    name: 'due',
    kind: 'day',
    label: translate(locale, 'form.improvement-plan.due'),
    hint: translate(locale, 'form.improvement-plan.due-hint'),
    most: 10,
  },
];

function measureFields(place: number, { locale }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.improvement-plan.${key}`);
  const options = SIDES.map((value) => ({ value, text: labelOf(locale, 'side-us', value) }));
  return [
    {
      name: nameOf(place, 'title'),
      kind: 'line',
      label: say('measure'),
      heading: translate(locale, 'form.improvement-plan.measure-heading', { place: place + 1 }),
      most: 200,
    },
    { name: nameOf(place, 'side'), kind: 'choice', label: say('side'), options },
    { name: nameOf(place, 'person'), kind: 'line', label: say('person'), most: 200 },
    { name: nameOf(place, 'due'), kind: 'day', label: say('measure-due'), most: 10 },
  ];
}
