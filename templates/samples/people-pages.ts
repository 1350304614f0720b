import type { PageData, Shell } from '../page-data';
import type { AbsenceRow, LabelledText, PersonRow } from '../people-page-data';
import { aField } from './a-field';
import type { Say } from './pages';

type Names = 'people' | 'person' | 'absences' | 'admin-form';

/** The list of people, one of them, their absences, and the form of one that somebody else has changed meanwhile. */
export function peopleSamples(say: Say, shell: Shell): Pick<PageData, Names> {
  const admin = { ...shell, nav: 'admin' } as const;
  const trail = [
    { href: '#', text: say('管理', 'Admin') },
    { href: '#', text: say('用户', 'People') },
  ];
  return {
    people: { shell: admin, ...listSample(say) },
    person: {
      shell: admin,
      name: say('王磊', 'Lei Wang'),
      active: true,
      facts: factsSample(say),
      absences: absencesSample(say),
      absencesHref: '#',
      editHref: '#',
      accountsHref: '#',
      leaveHref: '#',
      done: 'saved',
    },
    absences: {
      shell: { ...shell, nav: 'security' },
      trail: [{ href: '#', text: say('登录与安全', 'Sign-in and security') }],
      heading: say('我的外出与代理', 'Your absences and who stands in'),
      absences: absencesSample(say),
      here: '#',
      changing: null,
      form: { ...absenceForm(say), action: '#', hidden: { name: 'csrf', value: 'sample' } },
      people: [{ email: 'lei@example.com', name: say('王磊', 'Lei Wang') }],
      done: true,
    },
    'admin-form': { shell: admin, trail, ...staleSample(say) },
  };
}

const listSample = (say: Say): Omit<PageData['people'], 'shell'> => ({
  q: '',
  roles: [{ role: 'admin', current: false }],
  states: [
    { state: 'active', current: true },
    { state: 'left', current: false },
  ],
  filtered: true,
  rows: rowsSample(say),
  more: '#',
  sheets: { xlsx: '#', csv: '#' },
  newHref: '#',
});

const rowsSample = (say: Say): readonly PersonRow[] => [
  {
    href: '#',
    name: say('王磊', 'Lei Wang'),
    email: 'lei.wang@example.com',
    roles: ['manager', 'evaluator', 'finance'],
    managerName: say('李静', 'Jing Li'),
    active: true,
    away: { to: '2026-12-04', substitute: say('何洁', 'Jie He') },
  },
  {
    href: '#',
    name: say('陈明', 'Ming Chen'),
    email: 'ming@example.com',
    roles: [],
    managerName: null,
    active: false,
    away: null,
  },
];

const factsSample = (say: Say): readonly LabelledText[] => [
  { label: say('邮箱', 'Email address'), text: 'lei.wang@example.com' },
  { label: say('角色', 'Roles'), text: say('外包经理 · 财务', 'Manager · Finance') },
  { label: say('时区', 'Time zone'), text: 'Asia/Shanghai' },
];

const absencesSample = (say: Say): readonly AbsenceRow[] => [
  {
    key: 'a',
    from: '2026-11-23',
    to: '2026-12-04',
    substitute: say('何洁', 'Jie He'),
    policies: [say('定商审批', 'Award'), say('合同审批', 'Contract')],
    includePending: false,
    state: 'now',
  },
  {
    key: 'b',
    from: '2027-02-06',
    to: '2027-02-12',
    substitute: say('李静', 'Jing Li'),
    policies: [],
    includePending: true,
    state: 'coming',
  },
];

const absenceForm = (say: Say) => ({
  fields: [
    aField('from', say('开始日期', 'First day away'), { kind: 'day', value: '2027-02-06' }),
    aField('to', say('结束日期', 'Last day away'), { kind: 'day' }),
    aField('substituteId', say('代理人', 'Who stands in'), {
      kind: 'person',
      fault: say('不是其他在职人员', 'is not another active person'),
    }),
    aField('includePending', say('已有待办也转给代理人', 'Tasks that are open already go to the substitute too'), {
      kind: 'tick',
      value: '1',
    }),
    aField('policyKeys', say('仅限以下审批策略', 'Only for these policies'), {
      kind: 'ticks',
      options: [{ value: 'gate-award', text: say('定商审批', 'Award'), chosen: true }],
    }),
  ],
  submit: say('添加', 'Add'),
  refusal: say('填写内容有误，未作记录。', 'Something that was entered is not allowed. Nothing was recorded.'),
});

const staleSample = (say: Say): Omit<PageData['admin-form'], 'shell' | 'trail'> => ({
  heading: say('王磊', 'Lei Wang'),
  lead: say('修改立即生效。', 'What is changed here counts at once.'),
  notes: [say('这是唯一在职的管理员。', 'The only active administrator.')],
  facts: factsSample(say).slice(0, 1),
  newer: { href: '#', now: factsSample(say).slice(1, 2) },
  confirmHref: '#',
  form: {
    action: '#',
    hidden: { name: 'csrf', value: 'sample' },
    fields: [
      aField('name', say('姓名', 'Name'), { value: say('王磊', 'Lei Wang') }),
      aField('email', say('邮箱', 'Email address'), {
        value: 'lei',
        fault: say('不是邮箱地址', 'is not an e-mail address'),
      }),
      aField('onto', say('我已看过现在的内容', 'I have seen what it says now; mine counts'), { kind: 'tick' }),
    ],
    submit: say('保存', 'Save'),
    refusal: say('其他人已作修改。', 'Somebody else has changed it meanwhile.'),
  },
  people: [],
});
