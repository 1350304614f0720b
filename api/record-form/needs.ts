import Big from 'big.js';
import { minorDigits } from '../../domain/money';
import { OBJECTIVES } from '../../domain/planning/catalogue';
import type { Needs, SuccessMeasure } from '../../domain/planning/schema';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext, FormDefinition } from './form';
import { listFields, type ListPlan, type ListRow, rowsIn } from './form-list';
import { takeNeeds, type WantedNeeds } from './needs-change';
import { linesField, linesOr, openChoice, optionsOf, rowsOr, said } from './needs-field';
import { type FieldPlan, figure, given, one, type Typed, versionField } from './plan';

/** What is to be outsourced, what for, and by what its success is measured. */
export const needsForm: FormDefinition = {
  act: 'edit',
  place: 'needs',
  fields: (context) => {
    const { needs, needs_version: version } = context.row;
    const measures = listFields(measureList(context), needs.successMeasures ?? [], context);
    return Promise.resolve([versionField(version), ...aimFields(context), ...frameFields(context), ...measures]);
  },
  take: (deps, taking) => {
    const { context, typed } = taking;
    const rows = rowsIn(typed, measureList(context));
    const wanted = { ...aimIn(typed, context.row.needs), ...frameIn(typed, context), ...measuresIn(rows, context) };
    return takeNeeds(deps, taking, { wanted, lists: [{ name: 'successMeasures', rows }] });
  },
};

const LISTS = ['inScope', 'outOfScope', 'deliverables', 'sites'] as const;

function aimFields(context: FormContext): readonly FieldPlan[] {
  const { needs } = context.row;
  const { locale } = context;
  return [
    openChoice('objectiveType', labelOf(locale, 'field', 'objectiveType'), {
      options: optionsOf(OBJECTIVES, 'value.objectiveType', context),
      value: needs.objectiveType,
    }),
    {
      ...{ name: 'statement', kind: 'text', label: labelOf(locale, 'field', 'statement') },
      hint: translate(locale, 'form.needs.statement-hint'),
      value: needs.statement ?? '',
    },
    ...LISTS.map((name) => linesField(name, needs[name], context)),
  ];
}

const aimIn = (typed: Typed, needs: Needs): WantedNeeds => ({
  objectiveType: said(typed, 'objectiveType'),
  statement: said(typed, 'statement'),
  ...Object.fromEntries(LISTS.map((name) => [name, linesOr(needs[name], typed, name)])),
});

function frameFields({ locale, row }: FormContext): readonly FieldPlan[] {
  const { startWanted, durationMonths, budgetCents, currency } = row.needs;
  const label = (name: string): string => labelOf(locale, 'field', name);
  return [
    { name: 'startWanted', kind: 'day', label: label('startWanted'), most: 10, value: startWanted ?? '' },
    {
      ...{ name: 'durationMonths', kind: 'figure', label: label('durationMonths'), most: 3 },
      value: durationMonths?.toString() ?? '',
    },
    {
      ...{ name: 'budgetCents', kind: 'figure', label: label('budget'), most: 20 },
      value: budgetCents === undefined ? '' : inMajor(budgetCents, currency ?? row.currency),
    },
    {
      ...{ name: 'currency', kind: 'line', label: translate(locale, 'form.needs.currency'), most: 3 },
      hint: translate(locale, 'form.needs.currency-hint', { currency: row.currency }),
      value: currency ?? '',
    },
  ];
}

function frameIn(typed: Typed, { row }: FormContext): WantedNeeds {
  const currency = one(typed, 'currency').toUpperCase();
  return {
    startWanted: said(typed, 'startWanted'),
    durationMonths: figure(one(typed, 'durationMonths')) ?? undefined,
    budgetCents: inMinor(one(typed, 'budgetCents'), currency || row.currency),
    currency: currency || undefined,
  };
}

const inMajor = (minor: number, currency: string): string => {
  const digits = minorDigits(currency);
  return new Big(minor).div(new Big(10).pow(digits)).toFixed(digits);
};

/** What is no figure stays a text, which the schema refuses in words. */
function inMinor(text: string, currency: string): number | string | undefined {
  const amount = figure(text);
  if (amount === null) return undefined;
  if (typeof amount === 'string') return amount;
  return new Big(text).times(new Big(10).pow(minorDigits(currency))).toNumber();
}

const DIRECTIONS = ['maximise', 'minimise'] as const;

const measureList = (context: FormContext): ListPlan<SuccessMeasure> => {
  const { locale } = context;
  const say = (key: string): string => translate(locale, `form.needs.${key}`);
  const label = (name: string): string => labelOf(locale, 'field', name);
  return {
    name: 'successMeasures',
    most: 100,
    heading: (place) => translate(locale, 'form.needs.measure', { place }),
    parts: (known) => [
      { name: 'name', kind: 'line', label: label('name'), most: 200, value: known?.name ?? '' },
      {
        ...{ name: 'baseline', kind: 'figure', label: translate(locale, 'needs.baseline'), most: 40 },
        value: known?.baseline?.toString() ?? '',
      },
      { name: 'target', kind: 'figure', label: label('target'), most: 40, value: known?.target.toString() ?? '' },
      { name: 'unit', kind: 'line', label: say('unit'), hint: say('unit-hint'), most: 40, value: known?.unit ?? '' },
      {
        ...{ name: 'dueMonths', kind: 'figure', label: say('due-months'), most: 3 },
        value: known?.dueMonths?.toString() ?? '',
      },
      {
        ...openChoice('direction', say('direction'), {
          options: optionsOf(DIRECTIONS, 'form.needs.direction', context),
          value: known?.direction,
        }),
        hint: say('direction-hint'),
      },
    ],
  };
};

function measuresIn(rows: readonly ListRow[], { row }: FormContext): WantedNeeds {
  const measures = rows.map(({ text }) => {
    const [baseline, target, dueMonths] = [figure(text('baseline')), figure(text('target')), figure(text('dueMonths'))];
    return {
      name: text('name'),
      ...(baseline !== null && { baseline }),
      ...(target !== null && { target }),
      ...given('unit', text('unit')),
      ...(dueMonths !== null && { dueMonths }),
      ...given('direction', text('direction')),
    };
  });
  return { successMeasures: rowsOr(row.needs.successMeasures, measures) };
}
