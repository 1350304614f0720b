import type { Assignee, MatrixBlock, Step } from '../../domain/approval/schema';
import type { Mode } from '../../domain/approval/words';
import type { Locale } from '../../domain/people/people';
import { labelOf, translate } from '../catalog';
import { formatPercent } from '../format';

export type NameOf = (id: string) => string;

/** Words about a step in the reader's language. */
export interface Reading {
  readonly locale: Locale;
  readonly nameOf: NameOf;
}

/** How votes are counted, with the policy's own numbers. */
export function modeText(locale: Locale, step: Step): string {
  const percent = (bp: number): string => formatPercent(bp, locale);
  const values: Readonly<Record<Mode, Readonly<Record<string, unknown>>>> = {
    any: {},
    all: {},
    sequential: {},
    quorum: { count: step.quorum ?? '' },
    ratio: { share: percent(step.ratioBp ?? 10_000) },
    weighted: { sign: step.strict ? '>' : '≥', share: percent(step.thresholdBp ?? 5_000) },
    ballot: { share: step.ballot?.threshold ?? '1/2' },
  };
  return translate(locale, `diagram.mode.${step.mode}`, values[step.mode]);
}

/** Who a policy asks, before anybody is found. */
export function sourceText({ locale, nameOf }: Reading, source: Assignee): string {
  const say = (word: string, values: Readonly<Record<string, unknown>> = {}): string =>
    translate(locale, `diagram.who.${word}`, values);
  if ('user' in source) return nameOf(source.user);
  if ('role' in source) return labelOf(locale, 'role', source.role);
  if ('engagementRole' in source) return say('team', { role: labelOf(locale, 'role', source.engagementRole) });
  if ('headChain' in source) return say('head-chain', { levels: source.headChain });
  if ('department' in source)
    return source.department === true ? say('own-department') : say('department', { name: nameOf(source.department) });
  if ('departmentHead' in source)
    return source.departmentHead === true ? say('own-head') : say('head', { name: nameOf(source.departmentHead) });
  if ('requesterSelect' in source) return say('requester-select');
  if ('previousSelect' in source) return say('previous-select');
  if ('manager' in source) return say('manager');
  return source satisfies never;
}

/** When a step is needed at all: its own condition, and what the matrix around it says. */
export function questionsOf(locale: Locale, step: Step, matrix: MatrixBlock | null): readonly string[] {
  const own = step.when === undefined ? [] : [translate(locale, 'diagram.if', { when: step.when })];
  return [...own, ...(matrix ? [matrixQuestion(locale, step, matrix)] : [])];
}

function matrixQuestion(locale: Locale, { key }: Step, { matrix }: MatrixBlock): string {
  const rows = matrix.rules.filter(({ steps }) => steps.includes(key)).map(({ when }) => rowText(locale, when, matrix));
  const rest = matrix.otherwise.includes(key) ? [translate(locale, 'diagram.otherwise')] : [];
  return translate(locale, 'diagram.if', { when: [...rows, ...rest].join(' / ') });
}

/** One rule of a matrix in a line; a row that asks nothing always holds. */
export function rowText(locale: Locale, when: readonly string[], { inputs }: MatrixBlock['matrix']): string {
  const asked = when.flatMap((cell, column) => (cell === '-' ? [] : [`${inputs[column]?.label ?? ''} ${cell}`]));
  return asked.length > 0 ? asked.join(', ') : translate(locale, 'diagram.always');
}
