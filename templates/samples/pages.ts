import type { Locale } from '../../domain/people/people';
import { type DecisionForm, type PageData, type Shell } from '../page-data';
import { itemSamples } from './action-item-pages';
import { adminSamples } from './admin-pages';
import { homeSample } from './home-page';
import { inboxSample } from './inbox-page';
import { listedDiagramSample } from './diagram';
import { engagementSample } from './engagement-page';
import { exportSample } from './export-page';
import { DAY, NOW } from './moment';
import { changesSample, requestSample } from './request';
import { doubtsSample, sidesSample } from './request-forms';
import { surveyPageSample } from './feedback';
import { servicePageSamples } from './service';
import { recordFormSamples } from './record-forms';
import { reviewPageSamples } from './review-pages';
import { tenderPageSamples } from './tender-pages';
import { settlementPageSamples } from './settlement';
import { securitySamples } from './security-page';
import { portfolioSample } from './portfolio-page';
import { scoreSamples } from './score-pages';
import { supplierSamples } from './supplier-pages';
import { valuesSample } from './values-page';

export type Say = (chinese: string, english: string) => string;

/** Addresses of the assets that the previews lie beside. */
export interface Assets {
  readonly styleHref: string;
  readonly iconHref: string;
  readonly passkeysHref: string;
  readonly keysHref: string;
}

/** Believable data for every page, for previews and tests. */
export function pageSamples(locale: Locale, assets: Assets): PageData {
  const say: Say = (chinese, english) => (locale === 'zh-CN' ? chinese : english);
  const shell = shellSample(say, { locale, assets });
  const visitor: Shell = { ...shell, person: null, nav: null, todo: null };
  const request = requestSample(say);
  return {
    ...securitySamples(say, { shell, visitor, script: assets.passkeysHref }),
    inbox: inboxSample(say, { ...shell, script: assets.keysHref }),
    ...itemSamples(say, shell),
    ...supplierSamples(say, { shell, visitor }),
    ...scoreSamples(say, { shell }),
    request: {
      shell: { ...shell, title: request.title },
      request,
      form: { ...formSample(say), code: null, refusal: null, focus: null, about: null },
      ...aroundSample(say, { locale, request }),
    },
    ...reviewPageSamples(say, { locale, shell, visitor }),
    export: exportSample(say, { shell: visitor, request }),
    decision: {
      shell: visitor,
      request,
      form: formSample(say),
      diagram: listedDiagramSample(locale, request),
      recipient: say('李静', 'Jing Li'),
      changed: false,
      changes: changesSample(say),
      other: null,
    },
    notice: { shell: visitor, notice: noticeSample(say) },
    ...engagementSamples(say, { shell, locale }),
    ...tenderPageSamples(say, { shell, visitor }),
    ...servicePageSamples(say, { shell, visitor }),
    values: { shell: visitor, ...valuesSample(say) },
    ...surveyPageSample(say, visitor),
    ...settlementPageSamples(say, { shell, visitor, locale }),
    ...recordFormSamples(say, { shell }),
    ...adminSamples(say, { shell, locale }),
  };
}

/** What stands around a request on its page. */
const aroundSample = (
  say: Say,
  { locale, request }: { readonly locale: Locale; readonly request: PageData['request']['request'] },
): Omit<PageData['request'], 'shell' | 'request' | 'form'> => ({
  changes: changesSample(say),
  diagram: { ...listedDiagramSample(locale, request), href: '#', bpmnHref: '#' },
  actions: ['comment', 'urge', 'withdraw'],
  stepUpHref: null,
  actionHref: '#',
  comment: '',
  actionRefusal: null,
  sides: sidesSample(say),
  doubts: doubtsSample(say),
  people: [{ id: 'sample', name: say('王磊', 'Lei Wang') }],
  refusal: null,
  unsent: null,
  done: null,
});

const shellSample = (say: Say, { locale, assets }: { locale: Locale; assets: Assets }): Shell => ({
  title: null,
  person: { name: say('李静', 'Jing Li'), ours: true, administers: true, oversees: true },
  csrf: 'sample',
  nav: 'inbox',
  todo: 3,
  live: null,
  drafts: null,
  sessionHref: null,
  script: null,
  alone: false,
  workflowHref: null,
  here: '/',
  languages: [
    { tag: 'zh-CN', href: '?lang=zh-CN', current: locale === 'zh-CN' },
    { tag: 'en', href: '?lang=en', current: locale === 'en' },
  ],
  styleHref: assets.styleHref,
  iconHref: assets.iconHref,
  timeZone: say('Asia/Shanghai', 'Europe/London'),
  now: NOW,
});

const formSample = (say: Say): DecisionForm => ({
  action: '#',
  hidden: [{ name: 'csrf', value: 'sample' }],
  choices: ['approve', 'reject', 'send-back'],
  chosen: null,
  comment: '',
  commentRequired: false,
  targets: [{ key: 'owner', title: say('业务负责人', 'Business owner') }],
  code: { action: '#', signIn: '#', sent: false },
  target: '',
  requireSignature: false,
  signature: '',
  faults: [],
  ...{ focus: 'decision', about: 'decision' },
  takesFiles: true,
  refusal: 'DECISION_REQUIRED',
  dueAt: NOW + DAY,
  onBehalfOf: say('陈明', 'Ming Chen'),
  opinion: false,
  said: [{ key: 'said.opinion', name: say('何洁', 'Jie He'), text: say('价格合理。', 'The price is fair.') }],
  lent: null,
  naming: null,
  step: say('财务与法务会签', 'Finance and legal'),
});

const noticeSample = (say: Say): PageData['notice']['notice'] => ({
  key: 'recorded',
  tone: 'good',
  by: say('李静', 'Jing Li'),
  at: NOW,
  decision: 'approved',
  comment: say('同意。', 'Agreed.'),
  requestTitle: say('定商审批：远洋客服有限公司', 'Award to Oceanic Care Ltd'),
  detail: null,
  until: null,
  form: null,
  link: null,
  kept: [say('请先补充报价明细。', 'Please add the details of the quote first.')],
});

const engagementSamples = (
  say: Say,
  { shell, locale }: { shell: Shell; locale: Locale },
): Pick<PageData, 'home' | 'engagements' | 'engagement' | 'portfolio'> => ({
  home: homeSample(say, { shell, locale }),
  engagements: engagementsSample(say, shell),
  engagement: { shell: { ...shell, nav: 'engagements' }, ...engagementSample(say, NOW) },
  portfolio: { shell: { ...shell, nav: 'portfolio' }, ...portfolioSample(say, locale) },
});

function engagementsSample(say: Say, shell: Shell): PageData['engagements'] {
  const row = { href: '#', owner: say('王磊', 'Lei Wang'), openGate: null, vendor: null, nextDueAt: null };
  return {
    shell: { ...shell, nav: 'engagements' },
    newHref: '#',
    sheets: { xlsx: '#', csv: '#' },
    next: [],
    q: '',
    states: [{ state: 'IN_SERVICE', current: false }],
    filtered: false,
    rows: [
      {
        ...row,
        number: 'ENG-0007',
        title: say('客服热线外包（2027）', 'Customer hotline 2027'),
        state: 'VENDOR_SELECTION',
        health: 'green',
        openGate: 'award',
      },
      {
        ...row,
        number: 'ENG-0003',
        title: say('IT 运维外包', 'IT operations'),
        state: 'IN_SERVICE',
        health: 'red',
        vendor: say('云帆科技', 'Yunfan Tech'),
        nextDueAt: NOW + 4 * DAY,
      },
    ],
    more: null,
  };
}
