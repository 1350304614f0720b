import type { Diagram, PageData } from '../page-data';
import type { FormButton, MatrixForm, NodeForm, NodeList, Trial } from '../policy-page-data';
import type { FieldOnPage } from '../record-form-data';
import { aField } from './a-field';
import type { Say } from './pages';

const press = (value: string, text: string, label = text): FormButton => ({ value, text, label, to: 'steps.0' });
const option = (value: string, text: string, chosen = false) => ({ value, text, chosen });
const list = (say: Say, path: string, nodes: readonly NodeForm[]): NodeList => ({
  path,
  nodes,
  add: [
    press(`step:${path}`, say('＋ 步骤', '+ Step')),
    press(`choose:${path}`, say('＋ 条件分支', '+ One branch')),
    press(`matrix:${path}`, say('＋ 决策表', '+ Decision matrix')),
  ],
});

/** The form of a policy with a fault in it, after somebody else has saved another version. */
export const editorSample = (
  say: Say,
  { trial, diagram }: { readonly trial: Trial; readonly diagram: Diagram },
): Omit<PageData['policy-editor'], 'shell'> => ({
  isFresh: false,
  action: '#',
  backHref: '#',
  heading: say('采购付款', 'Payments'),
  keyField: null,
  base: 7,
  refusal: say('策略有问题，尚未保存。', 'Something is wrong with the policy. Nothing was saved.'),
  stale: { version: 8, href: '#', differences: ['finance', 'withdraw'] },
  titleField: aField('title', say('名称', 'Title'), { value: say('采购付款', 'Payments') }),
  settings: [aField('settings.expiresAfter', say('申请有效期', 'A request expires after'), { value: 'P30D' })],
  ...{ atField: true, landing: null, settingsOpen: false },
  list: list(say, 'steps', [stepSample(say, 'steps.0', '1'), branchSample(say), matrixSample(say)]),
  diagram: { ...diagram, href: '', bpmnHref: '' },
  trial,
  backtest: {
    fields: [aField('test.from', say('从', 'From'), { kind: 'day', value: '2026-01-01' })],
    open: true,
    result: {
      examined: 42,
      totals: [
        { verdict: 'same', count: 39 },
        { verdict: 'other-approvers', count: 3 },
      ],
      deltaHours: -12.5,
      truncated: false,
      rows: [
        { href: '#', title: say('服务器采购', 'Servers'), verdict: 'other-approvers', step: 'finance', hours: -4 },
      ],
    },
  },
  people: [{ email: 'lei@example.com', name: say('王磊', 'Lei Wang') }],
});

const node = (path: string, heading: string, part: Partial<NodeForm>): NodeForm => ({
  ...{ path, heading, kind: 'step', was: 'step', buttons: [], fields: [], counting: null, people: null },
  ...{ more: [], moreOpen: false, branches: [], addBranch: null, matrix: null },
  ...part,
});

const buttons = (say: Say, path: string): readonly FormButton[] => [
  press(`up:${path}`, say('上移', 'Up'), say('上移 · 财务', 'Up · Finance')),
  press(`down:${path}`, say('下移', 'Down'), say('下移 · 财务', 'Down · Finance')),
  press(`remove:${path}`, say('删除', 'Remove'), say('删除 · 财务', 'Remove · Finance')),
];

function stepSample(say: Say, path: string, number: string): NodeForm {
  const field = (name: string, label: string, part: Partial<FieldOnPage> = {}): FieldOnPage =>
    aField(`${path}.${name}`, label, { required: false, ...part });
  const modes = [option('any', say('任一人', 'anyone')), option('quorum', say('达到人数', 'quorum'), true)];
  return node(path, `${number} ${say('财务', 'Finance')}`, {
    buttons: buttons(say, path),
    fields: [
      field('title', say('名称', 'Title'), { value: say('财务', 'Finance') }),
      field('mode', say('计票方式', 'How votes count'), { kind: 'choice', options: modes }),
      field('when', say('条件', 'Condition'), {
        hint: say('例如 amount >= 100000；留空表示总是', 'such as amount >= 100000; empty for always'),
        value: 'amount >= ',
        fault: say('无法读懂', 'cannot be read at character 11'),
      }),
      field('sla.duration', say('时限', 'Time allowed'), { value: 'P2D' }),
    ],
    counting: [
      {
        mode: 'any',
        fields: [field('anyApprove', say('驳回只代表本人', 'A rejection only removes that voter'), { kind: 'tick' })],
      },
      {
        mode: 'quorum',
        fields: [field('quorum', say('需同意人数', 'How many must agree'), { kind: 'figure', value: '2' })],
      },
    ],
    people: [personRow(say, `${path}.assignees.0`, 'lei@example.com'), personRow(say, `${path}.assignees.1`, '')],
    more: [
      field('cc', say('抄送', 'Copies to'), { kind: 'text' }),
      field('key', say('数据名', 'Name in data'), { value: 'finance' }),
    ],
  });
}

const personRow = (say: Say, path: string, email: string) => ({
  source: aField(`${path}.source`, say('人员来源', 'Who'), {
    kind: 'choice',
    required: false,
    options: [option('user', say('指定人员', 'A person')), option('role:finance', say('角色：财务', 'Role: Finance'))],
  }),
  person: aField(`${path}.user`, say('邮箱', 'E-mail'), { kind: 'person', required: false, value: email }),
});

const branchSample = (say: Say): NodeForm =>
  node('steps.1', say('2 条件分支', '2 One branch'), {
    kind: 'choose',
    buttons: buttons(say, 'steps.1'),
    branches: [
      {
        title: say('分支 1', 'Branch 1'),
        when: aField('steps.1.choose.0.when', say('条件', 'Condition'), { value: 'urgent = true' }),
        buttons: [press('remove:steps.1.choose.0', say('删除', 'Remove'), say('删除 · 分支 1', 'Remove · Branch 1'))],
        list: list(say, 'steps.1.choose.0.steps', [stepSample(say, 'steps.1.choose.0.steps.0', '2a.1')]),
      },
      { title: say('否则', 'otherwise'), when: null, buttons: [], list: list(say, 'steps.1.default', []) },
    ],
    addBranch: press('branch:steps.1.choose', say('＋ 分支', '+ Branch')),
  });

const ruleSamples = (
  say: Say,
  path: string,
  columns: readonly { readonly key: string; readonly title: string }[],
): MatrixForm['rules'] =>
  [0, 1].map((index) => ({
    path: `${path}.rules.${index}`,
    number: index + 1,
    cells: ['amount', 'category'].map((label, column) =>
      aField(`${path}.rules.${index}.when.${column}`, label, {
        value: column === 0 ? '>= 100000' : '',
        fault: index === 1 && column === 0 ? say('永远到不了', 'cannot be reached') : null,
      }),
    ),
    ticks: columns.map((step, n) => ({ ...step, on: n === index })),
    buttons: buttons(say, `${path}.rules.${index}`),
  }));

function matrixSample(say: Say): NodeForm {
  const path = 'steps.2.matrix';
  const columns = [
    { key: 'finance', title: say('财务', 'Finance') },
    { key: 'board', title: say('董事会', 'Board') },
  ];
  const matrix: MatrixForm = {
    path,
    hitPolicy: aField(`${path}.hitPolicy`, say('命中规则', 'Rows that count'), {
      kind: 'choice',
      options: [option('first', say('第一条成立的', 'The first that holds'), true)],
    }),
    inputs: ['amount', 'category'].map((expression, column) => ({
      label: aField(`${path}.inputs.${column}.label`, say('列名', 'Name of the input'), { value: expression }),
      expression: aField(`${path}.inputs.${column}.expression`, say('取值', 'Value'), { value: expression }),
      remove: press(
        `drop-input:${path}.inputs.${column}`,
        say('删除', 'Remove'),
        `${say('删除', 'Remove')} · ${expression}`,
      ),
    })),
    steps: columns,
    rules: ruleSamples(say, path, columns),
    otherwise: columns.map((step) => ({ ...step, on: false })),
    columns: 3,
    addRule: press(`rule:${path}.rules`, say('＋ 规则', '+ Rule')),
    addInput: press(`input:${path}.inputs`, say('＋ 输入列', '+ Input')),
    list: list(say, 'steps.2.steps', [stepSample(say, 'steps.2.steps.0', '3.1')]),
  };
  return node('steps.2', say('3 决策表', '3 Decision matrix'), {
    kind: 'matrix',
    buttons: buttons(say, 'steps.2'),
    matrix,
  });
}
