import { translate } from '../../templates/catalog';
import type { MatrixForm } from '../../templates/policy-page-data';
import type { FieldOnPage } from '../../templates/record-form-data';
import { type DraftNode, listAt, nodeAt, nodesAt, textAt, textsAt } from './draft';
import { button, type Drawing, faultAt, oneOnPage as one } from './drawing';

/** A decision matrix as a table: a row for each rule, a column for each input and for each step. */
export function matrixForm(node: DraftNode, block: string, drawing: Drawing): Omit<MatrixForm, 'list'> {
  const path = `${block}.matrix`;
  const say = (key: string): string => translate(drawing.locale, key);
  const matrix = nodeAt(node, 'matrix');
  const steps = nodesAt(node, 'steps').map((step) => ({
    key: textAt(step, 'key'),
    title: textAt(step, 'title') || textAt(step, 'key'),
  }));
  const ticksOf = (keys: readonly string[]) => steps.map((step) => ({ ...step, on: keys.includes(step.key) }));
  const inputs = nodesAt(matrix, 'inputs');
  const rules = nodesAt(matrix, 'rules');
  return {
    path,
    hitPolicy: one(
      {
        name: `${path}.hitPolicy`,
        kind: 'choice',
        label: say('policy-field.hitPolicy'),
        value: textAt(matrix, 'hitPolicy'),
        options: ['first', 'collect'].map((value) => ({ value, text: say(`policy-option.hitPolicy.${value}`) })),
      },
      drawing,
    ),
    inputs: inputs.map((input, column) => inputForm(input, { path, column, count: inputs.length }, drawing)),
    steps,
    rules: rules.map((rule, index) => ({
      ...ruleForm(rule, { path: `${path}.rules.${index}`, inputs }, drawing),
      number: index + 1,
      ticks: ticksOf(textsAt(rule, 'steps')),
      buttons: ruleButtons(path, { index, count: rules.length }, drawing),
    })),
    otherwise: ticksOf(textsAt(matrix, 'otherwise')),
    columns: inputs.length + 1,
    addRule: button(`rule:${path}.rules`, { text: say('policy-add.rule'), label: null, to: block }),
    addInput: button(`input:${path}.inputs`, { text: say('policy-add.input'), label: null, to: block }),
  };
}

interface Column {
  readonly path: string;
  readonly column: number;
  readonly count: number;
}

function inputForm(input: DraftNode, { path, column, count }: Column, drawing: Drawing) {
  const at = `${path}.inputs.${column}`;
  const label = textAt(input, 'label') || String(column + 1);
  const field = (name: string): FieldOnPage =>
    one(
      {
        name: `${at}.${name}`,
        kind: 'line',
        label: translate(drawing.locale, `policy-field.${name}`),
        most: name === 'label' ? 200 : 500,
        value: textAt(input, name),
      },
      drawing,
    );
  const text = translate(drawing.locale, 'policy-act.remove');
  return {
    label: field('label'),
    expression: field('expression'),
    remove: count > 1 ? button(`drop-input:${at}`, { text, label, to: path.replace(/\.matrix$/, '') }) : null,
  };
}

interface Row {
  readonly path: string;
  readonly inputs: readonly DraftNode[];
}

/** A cell that does not matter stands empty. */
function ruleForm(rule: DraftNode, { path, inputs }: Row, drawing: Drawing) {
  const cells = listAt(rule, 'when');
  const whole = faultAt(path, drawing) ?? faultAt(`${path}.steps`, drawing);
  return {
    path,
    cells: inputs.map((input, column) => {
      const said = cells[column];
      const value = typeof said === 'string' && said !== '-' ? said : '';
      const label = textAt(input, 'label') || String(column + 1);
      const cell = one({ name: `${path}.when.${column}`, kind: 'line', label, most: 200, value }, drawing);
      // What is wrong with a rule as a whole stands at its first cell.
      return column === 0 ? { ...cell, fault: whole ?? cell.fault } : cell;
    }),
  };
}

function ruleButtons(
  path: string,
  { index, count }: { readonly index: number; readonly count: number },
  drawing: Drawing,
) {
  const at = `${path}.rules.${index}`;
  const to = path.replace(/\.matrix$/, '');
  const label = translate(drawing.locale, 'policy-page.rule', { number: index + 1 });
  const act = (name: string) =>
    button(`${name}:${at}`, { text: translate(drawing.locale, `policy-act.${name}`), label, to });
  return [...(index > 0 ? [act('up')] : []), ...(index < count - 1 ? [act('down')] : []), act('remove')];
}
