import { type Draft, type DraftNode, isList, isNode, nodeAt, nodesAt, textAt, withList } from './draft';

export const ADDABLE = ['step', 'parallel', 'choose', 'inclusive', 'matrix'] as const;
export type Addable = (typeof ADDABLE)[number];

/** What buttons do to a draft, by the place that they name: `up:steps.2`. */
const ACTS = {
  up: (draft, place) => moved(draft, place, -1),
  down: (draft, place) => moved(draft, place, 1),
  remove: (draft, place) => withPlace(draft, place, (list, index) => list.filter((_one, n) => n !== index)),
  step: (draft, place) => added(draft, place, (key) => blankStep(key)),
  parallel: (draft, place) =>
    added(draft, place, (key) => ({ key, parallel: [[blankStep(`${key}-1`)], [blankStep(`${key}-2`)]] })),
  choose: (draft, place) => added(draft, place, (key) => ({ key, choose: [blankBranch(`${key}-1`)], default: [] })),
  inclusive: (draft, place) =>
    added(draft, place, (key) => ({ key, inclusive: [blankBranch(`${key}-1`)], default: [] })),
  matrix: (draft, place) => added(draft, place, blankMatrix),
  branch: (draft, place) => added(draft, place, (key) => blankBranch(key)),
  fork: (draft, place) => added(draft, place, (key) => [blankStep(key)]),
  rule: (draft, place) => added(draft, place, () => ({ when: [], steps: [] })),
  input: (draft, place) => added(draft, place, () => ({ label: '', expression: '' })),
  'drop-input': (draft, place) => withoutInput(draft, place),
} as const satisfies Record<string, (draft: DraftNode, place: readonly string[]) => Draft>;
type ActName = keyof typeof ACTS;
const isAct = (name: string): name is ActName => Object.hasOwn(ACTS, name);

/** The draft after a press on a button; null for a button that is none of ours. */
export function afterAct(draft: DraftNode, button: string): DraftNode | null {
  const [name = '', place = ''] = button.split(':');
  if (!isAct(name)) return null;
  const changed = ACTS[name](draft, place.split('.'));
  return isNode(changed) ? changed : draft;
}

const withPlace = (
  draft: Draft,
  place: readonly string[],
  change: (list: readonly Draft[], index: number) => readonly Draft[],
): Draft => withList(draft, place.slice(0, -1), (list) => change(list, Number(place.at(-1))));

const moved = (draft: Draft, place: readonly string[], by: -1 | 1): Draft =>
  withPlace(draft, place, (list, index) => {
    const [own, other] = [list[index], list[index + by]];
    if (own === undefined || other === undefined) return list;
    return list.map((one, n) => (n === index ? other : n === index + by ? own : one));
  });

const added = (draft: DraftNode, place: readonly string[], make: (key: string) => Draft): Draft =>
  withList(draft, place, (list) => [...list, make(freshKey(draft))]);

/** The first `step-n` that is no key in the draft yet, nor the beginning of one. */
function freshKey(draft: DraftNode): string {
  const taken = keysIn(draft['steps'] ?? []);
  for (let n = taken.length + 1; ; n += 1) if (!taken.some((key) => key.startsWith(`step-${n}`))) return `step-${n}`;
}

const keysIn = (draft: Draft): readonly string[] => {
  if (isList(draft)) return draft.flatMap(keysIn);
  if (!isNode(draft)) return [];
  return [textAt(draft, 'key'), ...Object.values(draft).flatMap(keysIn)].filter((key) => key !== '');
};

export const blankStep = (key: string): DraftNode => ({ key, was: key, title: '', mode: 'any', assignees: [] });
const blankBranch = (key: string): DraftNode => ({ when: '', steps: [blankStep(key)] });

const blankMatrix = (key: string): DraftNode => ({
  key,
  matrix: {
    hitPolicy: 'first',
    inputs: [{ label: '', expression: '' }],
    rules: [{ when: [], steps: [] }],
    otherwise: [`${key}-1`],
  },
  steps: [blankStep(`${key}-1`)],
});

/** An input goes with its column. */
function withoutInput(draft: Draft, place: readonly string[]): Draft {
  const [matrix, column] = [place.slice(0, -2), Number(place.at(-1))];
  const without = (list: readonly Draft[]): readonly Draft[] => list.filter((_one, n) => n !== column);
  const narrower = withList(draft, [...matrix, 'rules'], (rules) =>
    rules.map((rule) => (isNode(rule) ? withList(rule, ['when'], without) : rule)),
  );
  return withList(narrower, [...matrix, 'inputs'], without);
}

/**
 * What was sent, in order: rows for people that were left empty are gone, and what a matrix says of a step follows it when
 * it gets another key.
 */
export function settled(draft: DraftNode): DraftNode {
  const mapped = mapNodes(draft);
  return isNode(mapped) ? mapped : draft;
}

function mapNodes(draft: Draft): Draft {
  if (isList(draft)) return draft.map(mapNodes);
  if (!isNode(draft)) return draft;
  const node = Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, mapNodes(value)]));
  const people = nodesAt(node, 'assignees').flatMap(namedIn);
  if (isList(draft['assignees'])) return { ...node, assignees: people };
  return isNode(draft['matrix']) ? withNewNames(node) : node;
}

/** An address alone is enough to name a person. */
function namedIn(row: DraftNode): readonly DraftNode[] {
  const [source, user] = [textAt(row, 'source'), textAt(row, 'user')];
  if (source === '' && user === '') return [];
  return [source === '' ? { ...row, source: 'user' } : row];
}

function withNewNames(block: DraftNode): DraftNode {
  const steps = nodesAt(block, 'steps').map((step) => ({ ...step, key: textAt(step, 'key') || textAt(step, 'was') }));
  const names = new Map(steps.map((step) => [textAt(step, 'was'), step.key]));
  const rename = (ticks: readonly Draft[]): readonly Draft[] =>
    ticks.flatMap((tick) => (typeof tick === 'string' ? (names.get(tick) ?? []) : []));
  const rules = nodesAt(nodeAt(block, 'matrix'), 'rules').map((rule) => withList(rule, ['steps'], rename));
  const matrix = withList({ ...nodeAt(block, 'matrix'), rules }, ['otherwise'], rename);
  return { ...block, matrix, steps: steps.map((step) => ({ ...step, was: step.key })) };
}
