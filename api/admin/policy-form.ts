import { labelOf, translate } from '../../templates/catalog';
import type { FormButton, NodeForm, NodeList } from '../../templates/policy-page-data';
import type { FieldOnPage } from '../../templates/record-form-data';
import { type Draft, type DraftNode, isList, isNode, listAt, nodesAt, textAt } from './draft';
import { ADDABLE } from './draft-acts';
import { button, type Drawing, faultAt, oneOnPage, onPage, type Place } from './drawing';
import { matrixForm } from './matrix-form';
import { countingFields, headFields, keyField, moreFields, returnTo, sourceOptions } from './policy-fields';

/** Blocks nest two deep, as the schema says. */
const MAX_DEPTH = 2;
/** Rows for people beside those that are named. */
const MORE_PEOPLE = 1;

export const stepsIn = (draft: Draft): Drawing['steps'] => {
  if (isList(draft)) return draft.flatMap(stepsIn);
  if (!isNode(draft)) return [];
  const own = isList(draft['assignees']) || draft['mode'] !== undefined;
  const inner = Object.values(draft).flatMap(stepsIn);
  return own ? [{ key: textAt(draft, 'key'), title: textAt(draft, 'title') }] : inner;
};

/** A list in which only steps may be, as in a matrix. */
type ListPlace = Place & { readonly stepsOnly?: boolean };

export function listForm(drafts: readonly Draft[], place: ListPlace, drawing: Drawing): NodeList {
  const { path, depth, number, stepsOnly = false } = place;
  const nodes = drafts.filter(isNode);
  const kinds = stepsOnly || depth >= MAX_DEPTH ? (['step'] as const) : ADDABLE;
  return {
    path,
    nodes: nodes.map((node, index) => {
      const own = { path: `${path}.${index}`, depth, number: `${number}${index + 1}` };
      return nodeForm(
        node,
        { ...own, buttons: nodeButtons(path, { index, count: nodes.length, drawing, node }) },
        drawing,
      );
    }),
    add: kinds.map((kind) =>
      button(`${kind}:${path}`, {
        text: translate(drawing.locale, `policy-add.${kind}`),
        label: null,
        to: `${path}.${nodes.length}`,
      }),
    ),
  };
}

interface Among {
  readonly index: number;
  readonly count: number;
  readonly drawing: Drawing;
  readonly node: DraftNode;
}

function nodeButtons(path: string, { index, count, drawing, node }: Among): readonly FormButton[] {
  const say = (key: string): string => translate(drawing.locale, `policy-act.${key}`);
  const label = textAt(node, 'title') || textAt(node, 'key');
  const at = `${path}.${index}`;
  return [
    ...(index > 0 ? [button(`up:${at}`, { text: say('up'), label, to: `${path}.${index - 1}` })] : []),
    ...(index < count - 1 ? [button(`down:${at}`, { text: say('down'), label, to: `${path}.${index + 1}` })] : []),
    button(`remove:${at}`, { text: say('remove'), label, to: `${path}.${Math.max(0, index - 1)}` }),
  ];
}

type Own = Place & { readonly buttons: readonly FormButton[] };

const NOTHING = { fields: [], counting: null, people: null, more: [], moreOpen: false } as const;

function nodeForm(node: DraftNode, own: Own, drawing: Drawing): NodeForm {
  const { path, buttons, number } = own;
  const kind = kindOf(node);
  const title = kind === 'step' ? textAt(node, 'title') : labelOf(drawing.locale, 'policy-block', kind);
  const heading = `${number} ${title}`.trim();
  const base = { ...NOTHING, path, kind, heading, buttons, was: textAt(node, 'key'), branches: [], addBranch: null };
  if (kind === 'step') return { ...base, matrix: null, ...stepForm(node, own, drawing) };
  const more = onPage(keyField({ path, draft: node }, drawing), drawing);
  const block = { ...base, more, moreOpen: more.some(({ fault }) => fault !== null) };
  if (kind === 'matrix') {
    const place = { path: `${path}.steps`, depth: own.depth + 1, number: `${number}.`, stepsOnly: true };
    const list = listForm(nodesAt(node, 'steps'), place, drawing);
    return { ...block, matrix: { ...matrixForm(node, path, drawing), list } };
  }
  return { ...block, matrix: null, ...branchForms(node, { ...own, kind }, drawing) };
}

const kindOf = (node: DraftNode): NodeForm['kind'] => {
  if (isList(node['parallel'])) return 'parallel';
  if (isList(node['choose'])) return 'choose';
  if (isList(node['inclusive'])) return 'inclusive';
  return isNode(node['matrix']) ? 'matrix' : 'step';
};

function stepForm(draft: DraftNode, { path }: Place, drawing: Drawing) {
  const others = drawing.steps
    .filter(({ key }) => key !== textAt(draft, 'key'))
    .map(({ key, title }) => returnTo(drawing.locale, key, title));
  const more = onPage(moreFields({ path, draft, others }, drawing), drawing);
  const rows = nodesAt(draft, 'assignees');
  const shown = [...rows, ...Array.from({ length: MORE_PEOPLE }, (): DraftNode => ({}))];
  return {
    fields: onPage(headFields({ path, draft, others }, drawing), drawing),
    counting: countingFields({ path, draft }, drawing).map(({ mode, fields }) => ({
      mode,
      fields: onPage(fields, drawing),
    })),
    people: shown.map((row, index) => personRow(row, { path: `${path}.assignees`, index }, drawing)),
    more,
    moreOpen: more.some(({ fault }) => fault !== null),
  };
}

interface Row {
  readonly path: string;
  readonly index: number;
}

function personRow(row: DraftNode, { path: among, index }: Row, drawing: Drawing) {
  const { locale } = drawing;
  const path = `${among}.${index}`;
  const named = `${path}.user`;
  const source = {
    name: `${path}.source`,
    kind: 'choice',
    label: translate(locale, 'policy-field.source'),
    options: sourceOptions(drawing),
    value: textAt(row, 'source'),
  } as const;
  const label = translate(locale, 'policy-field.user');
  const person = { name: named, kind: 'person', label, most: 254, value: textAt(row, 'user') } as const;
  // What is wrong with a row as a whole, or with a department, stands at its choice; with all of them, at the first.
  const own = faultAt(named, drawing) === null ? faultAt(path, drawing, true) : null;
  const whole = (index === 0 ? faultAt(among, drawing) : null) ?? own;
  return { source: { ...oneOnPage(source, drawing), fault: whole }, person: oneOnPage(person, drawing) };
}

type Fork = Own & { readonly kind: 'parallel' | 'choose' | 'inclusive' };

function branchForms(node: DraftNode, own: Fork, drawing: Drawing) {
  const { path, depth, number, kind } = own;
  const { locale } = drawing;
  const forms = listAt(node, kind).map((branch, index) => branchForm(branch, { ...own, index }, drawing));
  const rest = { path: `${path}.default`, depth: depth + 1, number: `${number}*.` };
  const otherwise = {
    title: translate(locale, 'diagram.otherwise'),
    when: null,
    buttons: [],
    list: listForm(listAt(node, 'default'), rest, drawing),
  };
  const add = kind === 'parallel' ? 'fork' : 'branch';
  return {
    branches: kind === 'parallel' ? forms : [...forms, otherwise],
    addBranch: button(`${add}:${path}.${kind}`, {
      text: translate(locale, 'policy-add.branch'),
      label: null,
      to: path,
    }),
  };
}

function branchForm(branch: Draft, own: Fork & { readonly index: number }, drawing: Drawing) {
  const { path, depth, number, kind, index } = own;
  const at = `${path}.${kind}.${index}`;
  const title = translate(drawing.locale, 'policy-page.branch', { number: index + 1 });
  const text = translate(drawing.locale, 'policy-act.remove');
  const list = isNode(branch) ? nodesAt(branch, 'steps') : isList(branch) ? branch : [];
  const place = {
    path: kind === 'parallel' ? at : `${at}.steps`,
    depth: depth + 1,
    number: `${number}${LETTERS[index] ?? '+'}.`,
  };
  return {
    title,
    when: isNode(branch) ? whenField(`${at}.when`, textAt(branch, 'when'), drawing) : null,
    buttons: [button(`remove:${at}`, { text, label: title, to: path })],
    list: listForm(list, place, drawing),
  };
}

const LETTERS = 'abcdefghijklmnopqrst';

function whenField(name: string, value: string, drawing: Drawing): FieldOnPage {
  const label = translate(drawing.locale, 'policy-field.when');
  const hint = translate(drawing.locale, 'policy-hint.when');
  return oneOnPage({ name, kind: 'line', label, hint, most: 500, value }, drawing);
}
