import { textsByName } from '../pages/csrf';
import { checkLengths } from '../record-form/plan';

/**
 * What stands in the form of a policy: texts in the shape of the policy, whole or half-finished. Fields are named by their
 * place (`steps.0.sla.duration`), which is also what the faults of schemas and checks are about.
 */
export type Draft = string | readonly Draft[] | DraftNode;
export interface DraftNode {
  readonly [key: string]: Draft;
}

/** Stands in a form for a list that may have nothing else in it. */
const LIST_MARK = '-';
/** Ticks with one name; they come as a list, also a single one. */
const TICKS: ReadonlySet<string> = new Set(['steps', 'otherwise']);
const NAME = /^(?:key|title|settings|steps)(?:\.(?:[A-Za-z]+|\d{1,3}|-))*$/;

interface Entry {
  readonly path: readonly string[];
  readonly value: Draft;
}

/** The draft that a form holds; fields with other names are no part of it. */
export function readDraft(body: unknown): DraftNode {
  const entries = textsIn(body).map(([name, texts]): Entry => {
    const path = name.split('.');
    return { path, value: TICKS.has(path.at(-1) ?? '') ? texts : (texts[0] ?? '') };
  });
  const grown = growFrom(entries);
  return isNode(grown) ? grown : {};
}

const textsIn = (body: unknown) =>
  Object.entries(textsByName(body)).filter(([name, texts]) => NAME.test(name) && texts.length > 0);

/** Refuses a text of the draft that is longer than any field. It stays in the form, for whoever typed it to shorten. */
export function checkDraftLengths(body: unknown): void {
  const texts = textsIn(body);
  checkLengths(
    texts.map(([name]) => ({ name, kind: 'line', label: '' })),
    Object.fromEntries(texts),
  );
}

function growFrom(entries: readonly Entry[]): Draft {
  const leaf = entries.find(({ path }) => path.length === 0);
  if (leaf) return leaf.value;
  const names = [...new Set(entries.map(({ path }) => path[0] ?? ''))].filter((name) => name !== LIST_MARK);
  const below = (name: string): Draft =>
    growFrom(entries.filter(({ path }) => path[0] === name).map(({ path, value }) => ({ path: path.slice(1), value })));
  if (!names.every((name) => /^\d+$/.test(name))) return Object.fromEntries(names.map((name) => [name, below(name)]));
  return names.sort((a, b) => Number(a) - Number(b)).map(below);
}

export const isList = (draft: Draft | undefined): draft is readonly Draft[] => Array.isArray(draft);
export const isNode = (draft: Draft | undefined): draft is DraftNode =>
  typeof draft === 'object' && !Array.isArray(draft);

export const nodeAt = (draft: DraftNode, key: string): DraftNode => {
  const found = draft[key];
  return isNode(found) ? found : {};
};
export const listAt = (draft: DraftNode, key: string): readonly Draft[] => {
  const found = draft[key];
  return isList(found) ? found : [];
};
export const nodesAt = (draft: DraftNode, key: string): readonly DraftNode[] => listAt(draft, key).filter(isNode);
export const textAt = (draft: DraftNode, key: string): string => {
  const found = draft[key];
  return typeof found === 'string' ? found : '';
};
export const textsAt = (draft: DraftNode, key: string): readonly string[] =>
  listAt(draft, key).filter((one) => typeof one === 'string');

/** The draft with the list at a place replaced; a place that is not there changes nothing. */
export function withList(
  draft: Draft,
  path: readonly string[],
  change: (list: readonly Draft[]) => readonly Draft[],
): Draft {
  const [name, ...rest] = path;
  if (name === undefined) return isList(draft) ? change(draft) : draft;
  if (isList(draft)) return draft.map((one, index) => (String(index) === name ? withList(one, rest, change) : one));
  const inner = isNode(draft) && Object.hasOwn(draft, name) ? draft[name] : undefined;
  return isNode(draft) && inner !== undefined ? { ...draft, [name]: withList(inner, rest, change) } : draft;
}
