import { MATURITIES, PRICE_TRENDS } from '../../domain/planning/catalogue';
import { labelOf } from '../../templates/catalog';
import type { FormContext } from './form';
import { linesField, objectOr, openChoice, optionsOf, said } from './needs-field';
import { type FieldPlan, figure, linesIn, one, type Typed } from './plan';

const SWITCHING = ['easy', 'moderate', 'hard'] as const;

/** Who offers such a service, and what their market is like. */
export function marketFields(context: FormContext): readonly FieldPlan[] {
  const { market } = context.row.needs;
  const label = (name: string): string => labelOf(context.locale, 'field', name);
  const choice = (name: 'maturity' | 'priceTrend' | 'switching', values: readonly string[]): FieldPlan =>
    openChoice(`market.${name}`, label(name), {
      options: optionsOf(values, `value.${name}`, context),
      value: market?.[name],
    });
  return [
    {
      ...{ name: 'market.suppliersAvailable', kind: 'figure', label: label('suppliersAvailable'), most: 6 },
      heading: label('market'),
      value: market?.suppliersAvailable.toString() ?? '',
    },
    choice('maturity', MATURITIES),
    choice('priceTrend', PRICE_TRENDS),
    choice('switching', SWITCHING),
    { name: 'market.regulation', kind: 'text', label: label('regulation'), value: market?.regulation ?? '' },
    { name: 'market.notes', kind: 'text', label: label('notes'), value: market?.notes ?? '' },
    linesField('market.sources', market?.sources, context),
    { name: 'market.assessedOn', kind: 'day', label: label('assessedOn'), most: 10, value: market?.assessedOn ?? '' },
  ];
}

/** A market of which nothing is said is not assessed. */
export function marketIn(typed: Typed) {
  const sources = linesIn(typed, 'market.sources');
  const text = (name: string): string | undefined => said(typed, `market.${name}`);
  return objectOr(undefined, {
    suppliersAvailable: figure(one(typed, 'market.suppliersAvailable')) ?? undefined,
    maturity: text('maturity'),
    priceTrend: text('priceTrend'),
    switching: text('switching'),
    regulation: text('regulation'),
    notes: text('notes'),
    sources: sources.length === 0 ? undefined : sources,
    assessedOn: text('assessedOn'),
  });
}
