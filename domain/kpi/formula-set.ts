import { DomainError } from '../errors';
import { FED_INPUTS } from './fed-inputs';
import { checkVariables, parseFormula, variablesOf } from './formula';
import type { KpiDefinition } from './record-schema';

type Formulas = readonly Pick<KpiDefinition, 'key' | 'formula' | 'inputs' | 'frequency'>[];

/**
 * Refuses formulas that could never be worked out: a name that is neither an own input, nor another KPI of the same
 * frequency, nor known to the product itself (`UNKNOWN_VARIABLE`), and KPIs that need each other in a circle (`INVALID_FORMULA`).
 */
export function checkFormulas(kpis: Formulas): void {
  for (const { key, formula, inputs = [], frequency } of kpis) {
    const others = kpis.filter((kpi) => kpi.key !== key && kpi.frequency === frequency).map((kpi) => kpi.key);
    if (formula) checkVariables(parseFormula(formula), [...inputs, ...others, ...FED_INPUTS]);
  }
  const circle = kpis.find(({ key }) => isInCircle(kpis, key));
  if (!circle) return;
  const message = `"${circle.key}" needs itself by way of other formulas`;
  throw new DomainError('INVALID_FORMULA', message, [{ path: circle.key, message }]);
}

function isInCircle(kpis: Formulas, start: string): boolean {
  const seen = new Set<string>();
  const waiting = [...neededBy(kpis, start)];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (key === start) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...neededBy(kpis, key));
  }
  return false;
}

/** Other KPIs that the formula of one asks for; an own input goes before a KPI of the same name. */
function neededBy(kpis: Formulas, key: string): readonly string[] {
  const { formula, inputs = [] } = kpis.find((kpi) => kpi.key === key) ?? {};
  if (!formula) return [];
  return variablesOf(parseFormula(formula)).filter((name) => !inputs.includes(name));
}
