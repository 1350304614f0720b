import { isChoice, isInclusive, isMatrix, isParallel, isStep } from '../../domain/approval/flow';
import type { MatrixBlock, Node, PolicyBody, Step } from '../../domain/approval/schema';
import { parseDuration } from '../../domain/calendar/duration';
import type { Locale } from '../../domain/people/people';
import { knownLabel, labelOf, translate, translateCount } from '../../templates/catalog';
import { modeText, type Reading, sourceText } from '../../templates/diagram/step-words';
import type { MatrixTable, NamedText, PolicyCard } from '../../templates/policy-page-data';
import type { FieldPlan } from '../record-form/plan';
import { draftOf } from './policy-draft';
import { type Choices, moreFields, returnTo, settingsFields } from './policy-fields';
import { nodesAt, nodeAt } from './draft';

/** How a policy is told in words. */
export interface Telling extends Reading {
  readonly choices: Choices;
  readonly titles: ReadonlyMap<string, string>;
}

const LETTERS = 'abcdefghijklmnopqrst';

/** Every step and block as a card, in reading order. */
export function cardsOf(
  nodes: readonly Node[],
  telling: Telling,
  at = { depth: 0, number: '' },
): readonly PolicyCard[] {
  return nodes.flatMap((node, index) => {
    const own = { depth: at.depth, number: `${at.number}${index + 1}` };
    return isStep(node) ? [stepCard(node, telling, own)] : blockCards(node, telling, own);
  });
}

interface At {
  readonly depth: number;
  readonly number: string;
}

/** What people call a step: ours in the reader's language, others as they were written. */
export const stepTitle = (locale: Locale, title: string): string => knownLabel(locale, 'step', title) ?? title;

function stepCard(step: Step, telling: Telling, at: At): PolicyCard {
  const { locale } = telling;
  return {
    ...at,
    title: stepTitle(locale, step.title),
    mode: modeText(locale, step),
    people: step.assignees.map((source) => sourceText(telling, source)),
    facts: [
      ...(step.when === undefined ? [] : [named(locale, 'when', step.when)]),
      ...(step.sla ? [named(locale, 'sla.duration', timeText(locale, step.sla))] : []),
      ...furtherFacts(step, telling),
    ],
    matrix: null,
  };
}

const named = (locale: Locale, field: string, text: string): NamedText => ({
  label: translate(locale, `policy-field.${field}`),
  text,
});

/** A length of time in words: working days and hours, or plain ones around the clock. */
export function timeText(locale: Locale, sla: { readonly duration: string; readonly calendar: string }): string {
  const { days, ms } = parseDuration(sla.duration);
  const plain = sla.calendar === '24x7' ? 'plain-' : '';
  const hours = Math.round(ms / 36_000) / 100;
  const parts = [
    ...(days > 0 ? [translateCount(locale, `policy-time.${plain}days`, { count: days })] : []),
    ...(hours > 0 || days === 0 ? [translateCount(locale, `policy-time.${plain}hours`, { count: hours })] : []),
  ];
  return plain === '' ? `${parts.join(' ')} (${sla.calendar})` : parts.join(' ');
}

/** Whatever else the step says, as its form says it. */
function furtherFacts(step: Step, { choices, titles, nameOf, locale }: Telling): readonly NamedText[] {
  const draft = draftOf({ title: '', settings: {}, steps: [step] }, nameOf);
  const [own] = nodesAt(draft, 'steps');
  const others = [...titles].map(([key, title]) => returnTo(locale, key, title));
  const fields = own ? moreFields({ path: 'step', draft: own, others }, choices) : [];
  return saidBy(
    fields.filter(({ name }) => name !== 'step.key'),
    locale,
  );
}

const saidBy = (fields: readonly FieldPlan[], locale: Locale): readonly NamedText[] =>
  fields.flatMap(({ label, kind, value, options = [] }) => {
    if (typeof value !== 'string' || value === '') return [];
    const text = kind === 'tick' ? translate(locale, 'word.yes') : value.replaceAll('\n', ' · ');
    return [{ label, text: options.find((one) => one.value === value)?.text ?? text }];
  });

/** What holds for the whole policy, where it differs from what is usual. */
export function settingsText({ settings }: Pick<PolicyBody, 'settings'>, telling: Telling): readonly NamedText[] {
  const draft = draftOf({ title: '', settings, steps: [] }, telling.nameOf);
  return saidBy(settingsFields(nodeAt(draft, 'settings'), telling.choices), telling.locale);
}

function blockCards(node: Exclude<Node, Step>, telling: Telling, at: At): readonly PolicyCard[] {
  const { locale } = telling;
  const card = (kind: string, matrix: MatrixTable | null = null): PolicyCard => ({
    ...at,
    title: labelOf(locale, 'policy-block', kind),
    mode: null,
    people: [],
    facts: [],
    matrix,
  });
  const inner = (nodes: readonly Node[], number: string): readonly PolicyCard[] =>
    cardsOf(nodes, telling, { depth: at.depth + 1, number });
  if (isMatrix(node)) return [card('matrix', matrixTable(node, locale)), ...inner(node.steps, `${at.number}.`)];
  if (isParallel(node))
    return [
      card('parallel'),
      ...node.parallel.flatMap((branch, n) => inner(branch, `${at.number}${LETTERS[n] ?? '+'}.`)),
    ];
  const [kind, branches] = isInclusive(node)
    ? ['inclusive', node.inclusive]
    : ['choose', isChoice(node) ? node.choose : []];
  return [
    card(kind),
    ...branches.flatMap(({ when, steps }, n) => [
      branchCard(translate(locale, 'diagram.if', { when }), at),
      ...(steps.length > 0 ? inner(steps, `${at.number}${LETTERS[n] ?? '+'}.`) : [nothingCard(locale, at)]),
    ]),
    branchCard(translate(locale, 'diagram.otherwise'), at),
    ...(node.default.length > 0 ? inner(node.default, `${at.number}*.`) : [nothingCard(locale, at)]),
  ];
}

const branchCard = (title: string, { depth }: At): PolicyCard => ({
  ...{ number: '', depth: depth + 1, title, mode: null, people: [], facts: [], matrix: null },
});
const nothingCard = (locale: Locale, { depth }: At): PolicyCard => ({
  ...branchCard(translate(locale, 'policy-page.nothing'), { depth, number: '' }),
});

function matrixTable({ matrix, steps }: MatrixBlock, locale: Locale): MatrixTable {
  const needed = (keys: readonly string[]): readonly boolean[] => steps.map(({ key }) => keys.includes(key));
  const any = translate(locale, 'policy-page.any');
  return {
    inputs: matrix.inputs.map(({ label }) => label),
    steps: steps.map(({ title }) => stepTitle(locale, title)),
    rows: [
      ...matrix.rules.map((rule) => ({
        cells: rule.when.map((cell) => (cell === '-' ? any : cell)),
        needed: needed(rule.steps),
      })),
      {
        cells: matrix.inputs.map((_input, n) => (n === 0 ? translate(locale, 'diagram.otherwise') : '')),
        needed: needed(matrix.otherwise),
      },
    ],
  };
}
