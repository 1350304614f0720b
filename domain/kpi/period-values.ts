import { type FedInputs, isFed } from './fed-inputs';
import { evaluateFormula, parseFormula, variablesOf } from './formula';
import type { KpiDefinition } from './record-schema';

export interface CollectedValue {
  readonly key: string;
  readonly value: number | null;
  readonly status: 'unavailable' | 'no_activity' | null;
  readonly inputs: Readonly<Record<string, number>> | null;
  readonly reason?: string | null;
}

export interface PeriodValue {
  readonly value: number | null;
  /** Null where there is a value. */
  readonly status: 'missing' | 'unavailable' | 'no_activity' | null;
  readonly reason: string | null;
}

type Values = ReadonlyMap<string, PeriodValue>;

/**
 * What a period knows of each KPI: the figure that was reported, what its formula makes of the inputs that came with it and
 * of other KPIs, or why there is none. A formula without all of its inputs has no value yet.
 */
export function periodValues(
  kpis: readonly KpiDefinition[],
  collected: readonly CollectedValue[],
  fed: FedInputs,
): Values {
  const known = new Map<string, PeriodValue>();
  const find = (key: string): PeriodValue => {
    const kpi = kpis.find((one) => one.key === key);
    const done = known.get(key);
    if (done || !kpi) return done ?? MISSING;
    // Definitions that need each other are refused; should one come by all the same, it has no value.
    known.set(key, MISSING);
    const other = (name: string): number | null =>
      isFed(name) && !kpis.some((one) => one.key === name) ? fed[name] : find(name).value;
    const value = valueOf(kpi, { own: collected.find((one) => one.key === key), other, fed });
    known.set(key, value);
    return value;
  };
  return new Map(kpis.map(({ key }) => [key, find(key)]));
}

const MISSING: PeriodValue = { value: null, status: 'missing', reason: null };
/** A formula over milestones has nothing to measure in a period in which none was due. */
const NOTHING_DUE: PeriodValue = { value: null, status: 'no_activity', reason: null };

interface Sources {
  readonly own: CollectedValue | undefined;
  readonly other: (key: string) => number | null;
  readonly fed: FedInputs;
}

function valueOf({ formula }: KpiDefinition, { own, other, fed }: Sources): PeriodValue {
  if (own && own.value !== null) return { value: own.value, status: null, reason: null };
  if (own?.status) return { value: null, status: own.status, reason: own.reason ?? null };
  if (!formula) return MISSING;
  const names = variablesOf(parseFormula(formula));
  const inputs = Object.fromEntries(names.map((name) => [name, own?.inputs?.[name] ?? other(name)]));
  const value = evaluateFormula(formula, inputs);
  if (value !== null) return { value, status: null, reason: null };
  return names.some(isFed) && fed.milestones_due === 0 ? NOTHING_DUE : MISSING;
}
