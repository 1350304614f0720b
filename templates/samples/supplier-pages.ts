import type { PageData, Shell } from '../page-data';
import type { Say } from './pages';
import { vendorSample } from './vendor-record-page';

type Names = 'vendors' | 'vendor-record' | 'vendor-import' | 'questionnaire';

/** A list of vendors, one of them whose papers need a look, an import with faults, and a questionnaire half done. */
export function supplierSamples(say: Say, { shell, visitor }: { shell: Shell; visitor: Shell }): Pick<PageData, Names> {
  const inside: Shell = { ...shell, nav: 'vendors' };
  return {
    vendors: { shell: inside, ...listSample(say) },
    'vendor-record': { shell: { ...inside, title: say('云舟客服', 'Yunzhou Services') }, ...vendorSample(say) },
    'vendor-import': {
      shell: inside,
      report: null,
      faults: [
        { where: '3 · uscc', message: 'is not a valid unified social credit code (GB 32100-2015)' },
        { where: '7 · parent', message: 'is not a vendor, here or in the file' },
      ],
    },
    questionnaire: { shell: visitor, ...questionnaireSample(say) },
  };
}

const listSample = (say: Say): Omit<PageData['vendors'], 'shell'> => {
  const row = { href: '#', country: 'CN', tier: 'standard', flagged: false, daysLeft: null } as const;
  return {
    q: '',
    statuses: [
      { word: 'qualified', current: false },
      { word: 'conditional', current: false },
    ],
    expiring: false,
    filtered: false,
    rows: [
      {
        ...row,
        name: say('云舟客服有限公司', 'Yunzhou Services Ltd.'),
        status: 'qualified',
        tier: 'strategic',
        identifier: '91350100M000100Y43',
        daysLeft: 12,
      },
      {
        ...row,
        name: say('北方物流', 'Northern Logistics'),
        status: 'conditional',
        identifier: '506700GE1G29325QX363',
        country: 'DE',
      },
      { ...row, name: say('暗影贸易', 'Shadow Trading'), status: 'prospect', identifier: null, flagged: true },
    ],
    more: '#',
    exportHref: '#',
    newHref: '#',
    importHref: '#',
    next: [],
  };
};

const questionnaireSample = (say: Say): Omit<PageData['questionnaire'], 'shell'> => {
  return {
    title: say('数据保护尽职调查（基础）', 'Data protection, basic'),
    vendor: say('云舟客服有限公司', 'Yunzhou Services Ltd.'),
    action: '#',
    hidden: { name: 'nonce', value: '' },
    state: 'open',
    returned: say('请上传最近一次演练的记录。', 'Please tell us about the last exercise.'),
    saved: false,
    refusal: 'questionnaire.incomplete',
    atField: true,
    kept: [
      {
        text: say('是否有书面的应急预案？', 'Is there a written plan for emergencies?'),
        ...{ type: 'yesno', value: '1', note: say('见附件五', 'See annex 5') },
      },
    ],
    answered: 2,
    questions: 4,
    categories: [
      {
        title: say('访问控制', 'Access control'),
        questions: questionsSample(say),
      },
    ],
  };
};

const questionsSample = (say: Say): PageData['questionnaire']['categories'][number]['questions'] => {
  const asked = { note: '', fault: null, noteFault: null, focused: null } as const;
  return [
    {
      ...asked,
      key: 'a',
      text: say(
        '所有远程访问和特权访问是否都强制多因素认证？',
        'Is multi-factor sign-in required for all remote and all privileged access?',
      ),
      type: 'yesno',
      options: [
        { value: 1, chosen: true },
        { value: 0, chosen: false },
      ],
      value: '1',
      note: say('见附件三', 'See annex 3'),
    },
    {
      ...asked,
      key: 'b',
      text: say('权限按最小必要原则授予的程度如何？', 'How consistently are rights limited?'),
      type: 'scale',
      options: [1, 2, 3, 4, 5].map((value) => ({ value, chosen: value === 4 })),
      value: '4',
    },
    {
      ...asked,
      key: 'c',
      text: say('人员离职后多少小时内收回权限？', 'Within how many hours is access withdrawn?'),
      type: 'numeric',
      options: [],
      value: '',
      fault: 'is not answered',
      focused: 'answer',
    },
    openSample(say('离职人员名单是否每月核对？', 'Is the list of leavers checked every month?')),
  ];
};

const openSample = (text: string): PageData['questionnaire']['categories'][number]['questions'][number] => ({
  ...{ key: 'd', text, type: 'yesno', value: '', note: '' },
  options: [1, 0].map((value) => ({ value, chosen: false })),
  ...{ fault: 'is not answered', noteFault: null, focused: null },
});
