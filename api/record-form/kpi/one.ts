import { DomainError } from '../../../domain/errors';
import { KPI_NATURES, KpiDefinition } from '../../../domain/kpi/record-schema';
import { kpisOf } from '../../../db/stores/kpis';
import { labelOf, translate } from '../../../templates/catalog';
import { defineKpis } from '../../define-kpis';
import { checkDrawnFrom, printOf } from '../../drawn-from';
import { linesOf } from '../../pages/csrf';
import { parseWith } from '../../parse';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { printIn } from '../newer';
import { type FieldPlan, figure, one, printField, type Typed } from '../plan';
import { beginningFields, beginningIn } from './beginning';
import { choicesOf } from './kpi-choices';
import { figureField, formulaFields, inputsOr, stated } from './kpi-list';

const FIGURES = ['target', 'floor', 'expected', 'amber', 'red'] as const;

/** Behind `?of=` the KPI that is to be measured or judged otherwise. */
export const kpiForm: FormDefinition = {
  act: 'edit',
  place: 'delivery',
  fields: async (context) => {
    const { kpi } = await kpiOf(context);
    return [
      printField(printOf(kpi)),
      ...whatFields(context, kpi),
      ...sourceFields(context, kpi),
      ...judgedFields(context, kpi),
      ...beginningFields(context),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { kpi, kpis } = await kpiOf(context);
    checkDrawnFrom(printIn(typed), kpi);
    const changed = parseWith(KpiDefinition, wantedIn(typed, kpi), 'INVALID_FIELDS');
    const set = kpis.map((other) => (other === kpi ? changed : other));
    // Another KPI may be changed meanwhile; what was read of all of them must still hold when they are written.
    const definition = { kpis: set, ...beginningIn(typed), print: printOf(kpis) };
    try {
      await defineKpis(deps, { ...call, params: { id: context.row.id }, body: {} }, definition);
    } catch (error) {
      throw error instanceof DomainError ? onFormula(error, set) : error;
    }
  },
};

async function kpiOf({ db, row, item }: FormContext) {
  const kpis = await kpisOf(db, row.id);
  const kpi = kpis.find(({ key }) => key === item);
  if (!kpi) throw new DomainError('NOT_FOUND', 'The engagement has no such KPI.');
  return { kpi, kpis };
}

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.kpi.${key}`);

const whatFields = (context: FormContext, kpi: KpiDefinition): readonly FieldPlan[] => [
  {
    ...{ name: 'name', kind: 'line', label: labelOf(context.locale, 'field', 'name'), heading: say(context, 'what') },
    ...{ required: true, most: 200, value: kpi.name },
  },
  {
    ...{ name: 'unit', kind: 'line', label: say(context, 'unit'), hint: say(context, 'unit-hint') },
    ...{ half: true, most: 40, value: kpi.unit },
  },
  {
    ...{ name: 'precision', kind: 'figure', label: say(context, 'precision'), hint: say(context, 'precision-hint') },
    ...{ half: true, most: 1, value: kpi.precision?.toString() ?? '' },
  },
  {
    ...{ name: 'domain', kind: 'line', label: say(context, 'domain'), hint: say(context, 'domain-hint') },
    ...{ half: true, most: 200, value: kpi.domain ?? '' },
  },
  {
    ...openChoice('nature', say(context, 'nature'), {
      options: optionsOf(KPI_NATURES, 'kpi-nature', context),
      value: kpi.nature,
    }),
    half: true,
  },
];

const sourceFields = (context: FormContext, kpi: KpiDefinition): readonly FieldPlan[] => [
  {
    ...{ name: 'source', kind: 'choice', label: say(context, 'source'), heading: say(context, 'values') },
    ...{ options: choicesOf('source', context), value: kpi.source },
  },
  ...formulaFields(context, kpi),
  {
    ...{ name: 'evidenceRequired', kind: 'tick', label: say(context, 'evidence') },
    value: kpi.evidenceRequired ? '1' : '',
  },
];

const judgedFields = (context: FormContext, kpi: KpiDefinition): readonly FieldPlan[] => [
  {
    ...{ name: 'direction', kind: 'choice', label: say(context, 'direction'), heading: say(context, 'judged') },
    ...{ options: choicesOf('direction', context), half: true, value: kpi.direction },
  },
  figureField('expected', context, kpi.expected),
  { ...figureField('target', context, kpi.target), required: true },
  figureField('floor', context, kpi.floor),
  {
    ...{ name: 'thresholds', kind: 'text', label: say(context, 'thresholds'), hint: say(context, 'thresholds-hint') },
    ...{ most: 200, value: (kpi.thresholds ?? []).join('\n') },
  },
  { ...figureField('amber', context, kpi.amber), heading: say(context, 'warned') },
  figureField('red', context, kpi.red),
];

/** Its key, its weight and its rhythm stay: they are a matter of all KPIs. */
function wantedIn(typed: Typed, kpi: KpiDefinition) {
  const text = (name: string): string => one(typed, name);
  const thresholds = linesOf(text('thresholds')).map(figure);
  const required = text('evidenceRequired') === '1';
  return stated({
    ...{ key: kpi.key, weightBp: kpi.weightBp, frequency: kpi.frequency },
    ...{ name: text('name'), unit: text('unit'), source: text('source'), direction: text('direction') },
    ...{ domain: text('domain') || undefined, nature: text('nature') || undefined },
    ...{ precision: figure(text('precision')) ?? undefined, formula: text('formula') || undefined },
    inputs: inputsOr(kpi, text('inputs')),
    ...Object.fromEntries(FIGURES.map((name) => [name, figure(text(name)) ?? undefined] as const)),
    thresholds: thresholds.length === 0 ? undefined : thresholds,
    evidenceRequired: required || kpi.evidenceRequired !== undefined ? required : undefined,
  });
}

/** What is wrong with a formula stands beside it: of a formula itself, and of KPIs that need each other. */
const onFormula = (error: DomainError, kpis: readonly KpiDefinition[]): DomainError =>
  new DomainError(
    error.code,
    error.message,
    error.errors.map(({ path, message }) => ({
      path: path === 'expression' || kpis.some(({ key }) => key === path) ? 'formula' : path,
      message,
    })),
  );
