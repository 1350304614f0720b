import type { KpiDefinition } from '../../../domain/kpi/record-schema';
import { labelOf, translate } from '../../../templates/catalog';
import { linesOf } from '../../pages/csrf';
import type { FormContext } from '../form';
import type { ListPlan, ListRow } from '../form-list';
import { percentIn, percentText } from '../percent';
import { type FieldPlan, figure } from '../plan';
import { lineChoice, usual } from './kpi-choices';

export const KPIS = 'kpis';
const EXAMPLE = '{on_time} / {all} * 100';
const FIGURES = ['target', 'floor', 'amber', 'red'] as const;

/** The KPIs of a service: of each what has to be said of it; the rest is said on a form of its own. */
export const kpiList = (context: FormContext): ListPlan<KpiDefinition> => ({
  name: KPIS,
  most: 100,
  heading: (place) => translate(context.locale, 'form.kpis.kpi', { place }),
  parts: (known) => [...whatFields(context, known), ...judgedFields(context, known), ...sourceFields(context, known)],
});

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.kpi.${key}`);

const whatFields = (context: FormContext, known: KpiDefinition | undefined): readonly FieldPlan[] => [
  { name: 'name', kind: 'line', label: labelOf(context.locale, 'field', 'name'), most: 200, value: known?.name ?? '' },
  {
    ...{ name: 'unit', kind: 'line', label: say(context, 'unit'), hint: say(context, 'unit-hint') },
    ...{ half: true, most: 40, value: known?.unit ?? '' },
  },
  {
    ...{ name: 'weightBp', kind: 'figure', label: say(context, 'weight'), hint: say(context, 'weight-hint') },
    ...{ half: true, most: 20, value: percentText(known?.weightBp) },
  },
  lineChoice('frequency', say(context, 'frequency'), { value: known?.frequency, context }),
];

const judgedFields = (context: FormContext, known: KpiDefinition | undefined): readonly FieldPlan[] => [
  lineChoice('direction', say(context, 'direction'), { value: known?.direction, context }),
  ...FIGURES.map((name) => figureField(name, context, known?.[name])),
];

/** A figure with what it does. */
export const figureField = (
  name: (typeof FIGURES)[number] | 'expected',
  context: FormContext,
  value: number | undefined,
): FieldPlan => ({
  ...{ name, kind: 'figure', label: say(context, name), hint: say(context, `${name}-hint`), most: 20 },
  half: true,
  value: value?.toString() ?? '',
});

const sourceFields = (context: FormContext, known: KpiDefinition | undefined): readonly FieldPlan[] => [
  lineChoice('source', say(context, 'source'), { value: known?.source, context }),
  ...formulaFields(context, known),
  known
    ? { name: 'key', kind: 'hidden', label: '', value: known.key, keeps: true }
    : { name: 'key', kind: 'line', label: say(context, 'key'), hint: say(context, 'key-hint'), most: 64, value: '' },
];

export const formulaFields = (context: FormContext, known: KpiDefinition | undefined): readonly FieldPlan[] => [
  {
    ...{ name: 'formula', kind: 'line', label: say(context, 'formula'), most: 1000, value: known?.formula ?? '' },
    hint: translate(context.locale, 'form.kpi.formula-hint', { example: EXAMPLE }),
  },
  {
    ...{ name: 'inputs', kind: 'text', label: say(context, 'inputs'), hint: say(context, 'inputs-hint') },
    ...{ most: 2000, value: (known?.inputs ?? []).join('\n') },
  },
];

/** What the lines say; what they have no field for stays as it was. */
export function kpisIn(rows: readonly ListRow[], known: readonly KpiDefinition[]) {
  const keys = keysOf(rows);
  return rows.map(({ text }, index) => {
    const before = known.find(({ key }) => key === keys[index]);
    const figures = FIGURES.map((name) => [name, figure(text(name)) ?? undefined] as const);
    return stated({
      ...before,
      ...{ key: keys[index], name: text('name'), unit: text('unit') },
      ...{ weightBp: percentIn(text('weightBp')), frequency: text('frequency') || usual('frequency') },
      ...{ direction: text('direction') || usual('direction'), source: text('source') || usual('source') },
      ...Object.fromEntries(figures),
      ...{ formula: text('formula') || undefined, inputs: inputsOr(before, text('inputs')) },
    });
  });
}

/** Names in a text; none where there never were any. */
export function inputsOr(before: Pick<KpiDefinition, 'inputs'> | undefined, text: string) {
  const inputs = linesOf(text);
  return inputs.length === 0 && before?.inputs === undefined ? undefined : inputs;
}

/** Without what nothing is said of. */
export const stated = (parts: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** The key of each line; a new one for which none was chosen gets the next number that is free. */
function keysOf(rows: readonly ListRow[]): readonly string[] {
  const taken = new Set(rows.map(({ text }) => text('key')));
  return rows.map(({ text }) => {
    if (text('key') !== '') return text('key');
    const free = Array.from({ length: rows.length + 1 }, (_, n) => `kpi-${n + 1}`).find((key) => !taken.has(key)) ?? '';
    taken.add(free);
    return free;
  });
}
