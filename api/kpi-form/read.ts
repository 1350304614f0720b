import { evaluateFormula, parseFormula, variablesOf } from '../../domain/kpi/formula';
import { type KpiDefinition, NewValue } from '../../domain/kpi/record-schema';
import { needsEvidence } from '../../domain/kpi/evidence';
import { fieldOf, filesField, inputField, inputsAsked, type Saying, SAYINGS, type TypedValues } from './fields';

/** What is wrong with a field. */
export type ValueFault =
  | ('number' | 'range' | 'needed' | 'reason' | 'either' | 'no-result' | 'text')
  | ('file' | 'file-infected' | 'file-size' | 'file-type' | 'file-many' | 'file-needed');
export type Faults = Readonly<Record<string, ValueFault>>;

export interface ReadValues {
  readonly reports: readonly { readonly key: string; readonly body: NewValue }[];
  readonly faults: Faults;
}

interface Said {
  readonly says: Saying;
  readonly reason: string;
  readonly evidence: string;
  readonly figures: readonly { readonly field: string; readonly name: string; readonly text: string }[];
  readonly files: Files;
}

interface Files {
  /** Brought for the next value. */
  readonly waiting: number;
  readonly all: number;
}

type Read = { readonly body: NewValue } | { readonly faults: Faults } | null;

/** Reads a form. A KPI of which nothing is said is left out; every other one is whole or has its faults by field. */
export function readValues(
  typed: TypedValues,
  kpis: readonly KpiDefinition[],
  { period, files }: { readonly period: string; readonly files: ReadonlyMap<string, Files> },
): ReadValues {
  const read = kpis.map((kpi) => {
    const said = saidOf(kpi, typed, files.get(kpi.key) ?? NO_FILES);
    return { key: kpi.key, found: readOne(kpi, said, period) };
  });
  return {
    reports: read.flatMap(({ key, found }) => (found && 'body' in found ? [{ key, body: found.body }] : [])),
    faults: read.reduce<Faults>(
      (all, { found }) => (found && 'faults' in found ? { ...all, ...found.faults } : all),
      {},
    ),
  };
}

const NO_FILES: Files = { waiting: 0, all: 0 };

function saidOf(kpi: KpiDefinition, typed: TypedValues, files: Files): Said {
  const textOf = (field: string): string => (typed[field] ?? '').trim();
  const { key } = kpi;
  const inputs = inputsAsked(kpi);
  const fields =
    inputs.length > 0
      ? inputs.map((name) => ({ name, field: inputField(key, name) }))
      : [{ name: '', field: fieldOf('value', key) }];
  return {
    says: SAYINGS.find((one) => one === textOf(fieldOf('says', key))) ?? 'value',
    reason: textOf(fieldOf('reason', key)),
    evidence: textOf(fieldOf('evidence', key)),
    figures: fields.map((one) => ({ ...one, text: textOf(one.field) })),
    files,
  };
}

function readOne(kpi: KpiDefinition, said: Said, period: string): Read {
  const { says, reason, evidence, figures, files } = said;
  const typed = figures.filter(({ text }) => text !== '');
  if (says === 'value' && typed.length + reason.length + evidence.length + files.waiting === 0) return null;
  const faults = says === 'value' ? figureFaults(figures, kpi.unit) : unsaidFaults(kpi, said);
  if (Object.keys(faults).length > 0) return { faults };
  const parsed = NewValue.safeParse({
    period,
    ...(says === 'value' ? measuredOf(kpi, said) : { value: null, status: says }),
    ...(reason !== '' && { reason }),
    ...(evidence !== '' && { evidence }),
  });
  if (!parsed.success) return { faults: faultsOf(parsed.error.issues, kpi.key) };
  if (!hasResult(kpi, parsed.data))
    return { faults: { [figures[0]?.field ?? fieldOf('value', kpi.key)]: 'no-result' } };
  if (needsEvidence(kpi, parsed.data) && files.all === 0) return { faults: { [filesField(kpi.key)]: 'file-needed' } };
  return { body: parsed.data };
}

function figureFaults(figures: Said['figures'], unit: string): Faults {
  const faults = figures.flatMap(({ field, text }): readonly (readonly [string, ValueFault])[] => {
    if (text === '') return [[field, 'needed']];
    return plainNumber(text, unit) === null ? [[field, 'number']] : [];
  });
  return Object.fromEntries(faults);
}

/** A figure beside "there is none" would be lost, and "it cannot be known" needs its reason. */
function unsaidFaults({ key }: KpiDefinition, { says, reason, figures }: Said): Faults {
  const typed = figures.find(({ text }) => text !== '');
  if (typed) return { [typed.field]: 'either' };
  return says === 'unavailable' && reason.length < 2 ? { [fieldOf('reason', key)]: 'reason' } : {};
}

function measuredOf(kpi: KpiDefinition, { figures }: Said): Pick<NewValue, 'value' | 'inputs'> {
  const numbers = figures.map(({ name, text }) => [name, plainNumber(text, kpi.unit) ?? NaN] as const);
  if (inputsAsked(kpi).length > 0) return { value: null, inputs: Object.fromEntries(numbers) };
  return { value: numbers[0]?.[1] ?? null };
}

const faultsOf = (issues: readonly { readonly path: readonly PropertyKey[] }[], key: string): Faults =>
  Object.fromEntries(
    issues.map(({ path: [first, second] }): readonly [string, ValueFault] => {
      if (first === 'inputs') return [inputField(key, String(second)), 'range'];
      return first === 'reason' || first === 'evidence'
        ? [fieldOf(first, key), 'text']
        : [fieldOf('value', key), 'range'];
    }),
  );

/** A formula over its own inputs alone shows at once whether they make a value. */
function hasResult({ formula, inputs = [] }: KpiDefinition, body: NewValue): boolean {
  if (!formula || !body.inputs) return true;
  const names = variablesOf(parseFormula(formula));
  return names.some((name) => !inputs.includes(name)) || evaluateFormula(formula, body.inputs) !== null;
}

const PLAIN = /^[-+]?\d{1,15}(\.\d{1,15})?$/;
const GROUPED = /^[-+]?\d{1,3}(,\d{3})+(\.\d{1,15})?$/;

/** `９９．５`, `1,234.5` and `99.5 %` are figures too; `99,5` is none, because nobody knows which one is meant. */
export function plainNumber(text: string, unit: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace('−', '-');
  const bare = unit !== '' && plain.endsWith(unit) ? plain.slice(0, -unit.length) : plain;
  const digits = GROUPED.test(bare) ? bare.replaceAll(',', '') : bare;
  return PLAIN.test(digits) ? Number(digits) : null;
}
