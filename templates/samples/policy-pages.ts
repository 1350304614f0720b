import type { Locale } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import type { PolicyCard, Trial } from '../policy-page-data';
import { diagramSample } from './diagram';
import { DAY, NOW } from './moment';
import { aField } from './a-field';
import type { Say } from './pages';
import { editorSample } from './policy-editor';

/** Pages of the administration about policies. */
export const policySamples = (
  say: Say,
  { shell, locale }: { readonly shell: Shell; readonly locale: Locale },
): Pick<PageData, 'policies' | 'policy' | 'policy-editor'> => {
  const own = { ...shell, nav: 'admin' } as const;
  const trial = trialSample(say);
  return {
    policies: { shell: own, ...policiesSample(say) },
    policy: { shell: { ...own, title: say('采购付款', 'Payments') }, ...policySample(say, { locale, trial }) },
    'policy-editor': {
      shell: { ...own, title: say('采购付款', 'Payments') },
      ...editorSample(say, { trial, diagram: diagramSample(say, locale) }),
    },
  };
};

const policiesSample = (say: Say): Omit<PageData['policies'], 'shell'> => ({
  newHref: '#',
  rows: [
    {
      key: 'gate-award',
      href: '#',
      title: say('定商（G2）', 'Award to a vendor (G2)'),
      version: 2,
      steps: 4,
      shipped: true,
    },
    { key: 'payments', href: '#', title: say('采购付款', 'Payments'), version: 7, steps: 3, shipped: false },
  ],
});

const card = (part: Partial<PolicyCard>): PolicyCard => ({
  ...{ number: '1', depth: 0, title: '', mode: null, people: [], facts: [], matrix: null },
  ...part,
});

const policySample = (
  say: Say,
  { locale, trial }: { readonly locale: Locale; readonly trial: Trial },
): Omit<PageData['policy'], 'shell'> => ({
  key: 'payments',
  title: say('采购付款', 'Payments'),
  version: 7,
  newest: 8,
  landing: null,
  waitsHref: '#',
  newestHref: '#',
  versions: [
    { version: 8, href: '#', author: say('王磊', 'Lei Wang'), at: NOW, current: false },
    { version: 7, href: '#', author: say('李静', 'Jing Li'), at: NOW - 9 * DAY, current: true },
    { version: 1, href: '#', author: null, at: null, current: false },
  ],
  diagram: diagramSample(say, locale),
  cards: cardSamples(say),
  settings: [{ label: say('撤回', 'Withdrawing'), text: say('结束之前', 'Until the end') }],
  trial,
  editHref: '#',
  saved: true,
});

const cardSamples = (say: Say): readonly PolicyCard[] => [
  card({
    title: say('直属上级', 'Line manager'),
    mode: say('或签', 'any one decides'),
    people: [say('直属上级', 'Direct manager')],
    facts: [{ label: say('时限', 'Time allowed'), text: say('1 个工作日 (cn)', '1 working days (cn)') }],
  }),
  card({
    number: '2',
    title: say('决策表', 'Decision matrix'),
    matrix: {
      inputs: [say('金额', 'Amount'), say('类别', 'Category')],
      steps: [say('财务', 'Finance'), say('信息安全', 'Security'), say('董事会', 'Board')],
      rows: [
        { cells: ['>= 1000000', say('任意', 'any')], needed: [true, false, true] },
        { cells: ['[10000..1000000)', '"it", "data"'], needed: [true, true, false] },
        { cells: [say('否则', 'otherwise'), ''], needed: [true, false, false] },
      ],
    },
  }),
  card({
    number: '2.1',
    depth: 1,
    title: say('财务', 'Finance'),
    mode: say('需 2 人同意', 'quorum: 2 must agree'),
    people: [say('财务', 'Finance'), say('王磊', 'Lei Wang')],
    facts: [
      { label: say('条件', 'Condition'), text: 'amount >= 100000' },
      { label: say('被驳回时', 'On a rejection'), text: say('退回申请人', 'Back to the requester') },
    ],
  }),
];

const trialSample = (say: Say): Trial => ({
  fields: [
    aField('try.data.amount', say('金额', 'Amount'), { kind: 'figure', value: '250000', required: false }),
    aField('try.data.category', say('类别', 'Category'), { hint: 'it · data', value: 'it', required: false }),
    aField('try.requester', say('申请人（邮箱）', 'Requester (e-mail)'), { kind: 'person', required: false }),
  ],
  kept: [{ name: 'try.data.other', value: '1' }],
  refusal: null,
  atField: false,
  preview: {
    outcome: 'approved',
    endsBy: NOW + 4 * DAY,
    warnings: [{ code: 'PERSON_REPLACED', step: say('直属上级', 'Line manager') }],
    taken: [
      { label: say('决策表', 'Decision matrix'), text: say('金额: [10000..1000000)', 'Amount: [10000..1000000)') },
    ],
    steps: [
      {
        title: say('直属上级', 'Line manager'),
        mode: 'any',
        status: 'asked',
        reason: null,
        people: [{ name: say('陈明', 'Ming Chen'), why: 'SELF_MANAGER', dueAt: NOW + DAY }],
      },
      { title: say('财务', 'Finance'), mode: 'quorum', status: 'auto', reason: 'DEDUP_ONCE', people: [] },
      { title: say('董事会', 'Board'), mode: 'all', status: 'skipped', reason: 'NOT_ON_PATH', people: [] },
    ],
  },
});
