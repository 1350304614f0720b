import type { Request } from 'express';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { KpiValue } from '../../db/stores/kpis';
import { formField } from '../pages/csrf';

/** What the form says of each KPI, as it was typed and by the names of its fields. Drafts keep exactly this. */
export type TypedValues = Readonly<Record<string, string>>;

/** What can be said of a KPI. */
export const SAYINGS = ['value', 'unavailable', 'no_activity'] as const;
export type Saying = (typeof SAYINGS)[number];

const PARTS = ['says', 'value', 'reason', 'evidence'] as const;
export type FieldPart = (typeof PARTS)[number];

/** Keys hold no slash, so that no two fields share a name. */
export const fieldOf = (part: FieldPart, key: string): string => `${part}/${key}`;
/** Files that bear the value out; they are kept by themselves, not among what is typed. */
export const filesField = (key: string): string => `files/${key}`;
/** How the button is named that takes a file back, before its id. */
export const DROP = 'drop/';
export const inputField = (key: string, input: string): string => `input/${key}/${input}`;

type Asked = Pick<KpiDefinition, 'key' | 'formula' | 'inputs'>;

/** The figures that a KPI is worked out from; empty where its value itself is asked for. */
export const inputsAsked = ({ formula, inputs = [] }: Asked): readonly string[] => (formula ? inputs : []);

const fieldsOf = (kpi: Asked): readonly string[] => [
  ...PARTS.map((part) => fieldOf(part, kpi.key)),
  ...inputsAsked(kpi).map((input) => inputField(kpi.key, input)),
];

/** What may be wrong of a KPI, in the order of the page. */
export const fieldsInOrder = (kpi: Asked): readonly string[] => [
  fieldOf('value', kpi.key),
  ...inputsAsked(kpi).map((input) => inputField(kpi.key, input)),
  fieldOf('reason', kpi.key),
  fieldOf('evidence', kpi.key),
  filesField(kpi.key),
];

export const typedValues = (req: Request, kpis: readonly Asked[]): TypedValues =>
  Object.fromEntries(kpis.flatMap(fieldsOf).map((name) => [name, formField(req, name)]));

/** What was reported, as it would be typed again. */
export function typedFrom({ key, value, status, inputs, reason, evidence }: KpiValue): TypedValues {
  return {
    [fieldOf('says', key)]: status ?? 'value',
    [fieldOf('value', key)]: value === null ? '' : plainText(value),
    [fieldOf('reason', key)]: reason ?? '',
    [fieldOf('evidence', key)]: evidence ?? '',
    ...Object.fromEntries(Object.entries(inputs ?? {}).map(([name, one]) => [inputField(key, name), plainText(one)])),
  };
}

/** Without an exponent, which the form does not read. */
const plainText = (value: number): string =>
  value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 15 });
