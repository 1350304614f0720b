import type { Needs } from '../planning/schema';
import { english } from './english';
import type { SampleWords } from './words';

const hotline: Needs = {
  ...english.needs.hotline,
  statement: '旺季来电量是平时的三倍，自有坐席无法按时接通。一线接听交给专业呼叫中心，投诉和赔付仍由我方负责。',
  inScope: ['7×24 小时一线接听', '工单登记与分派'],
  outOfScope: ['投诉升级与赔付决定'],
  deliverables: ['每月服务报告', '通话录音与工单数据'],
  successMeasures: [{ name: '20 秒接通率', baseline: 71, target: 85, unit: '%', dueMonths: 6 }],
  activities: [
    { name: '一线接听', isCore: false, decision: 'outsource', rationale: '流程成熟，市场供应充足。' },
    { name: '投诉升级与赔付', isCore: true, decision: 'retain', rationale: '涉及品牌和赔付权限。' },
  ],
  capability: [{ skill: '话务排班', score: 2, required: 4 }],
  swotItems: [
    { quadrant: 'S', text: '知识库完整', impact: 4, likelihoodOrFit: 4 },
    { quadrant: 'W', text: '旺季缺口 60 个坐席', impact: 4, likelihoodOrFit: 4, mitigation: '高峰由供应商承担。' },
    { quadrant: 'O', text: '供应商可提供夜间坐席', impact: 3, likelihoodOrFit: 4 },
    {
      quadrant: 'T',
      text: '客户个人信息外泄',
      impact: 5,
      likelihoodOrFit: 3,
      mitigation: '脱敏展示，每季度安全审计。',
    },
  ],
  businessCase: {
    ...english.needs.hotline.businessCase!,
    mgmtHoursPerWeek: [{ role: '服务经理', hours: 40, rate: '220' }],
  },
};

const payroll: Needs = {
  ...english.needs.payroll,
  statement: '三地九百人的工资每月要占用四个人一周，法规每变一次就要立一个项目。',
  inScope: ['每月算薪与发放', '向主管机关申报'],
  outOfScope: ['薪酬决定'],
  deliverables: ['工资单', '总账凭证'],
  successMeasures: [{ name: '无差错工资单', baseline: 97, target: 99.5, unit: '%', dueMonths: 6 }],
  activities: [
    { name: '算薪', isCore: false, decision: 'outsource', rationale: '标准化工作。' },
    { name: '薪酬决定', isCore: true, decision: 'retain', rationale: '由我方负责。' },
  ],
  capability: [{ skill: '薪酬法规', score: 2, required: 4 }],
  swotItems: [
    { quadrant: 'S', text: '主数据完整', impact: 4, likelihoodOrFit: 4 },
    { quadrant: 'W', text: '知识掌握在两个人手里', impact: 4, likelihoodOrFit: 4, mitigation: '过渡前整理成文。' },
    { quadrant: 'O', text: '供应商跟进法规变化', impact: 4, likelihoodOrFit: 4 },
    { quadrant: 'T', text: '薪酬信息外泄', impact: 5, likelihoodOrFit: 2, mitigation: '按人授权并留痕。' },
  ],
  businessCase: {
    ...english.needs.payroll.businessCase!,
    mgmtHoursPerWeek: [{ role: '服务经理', hours: 20, rate: '220' }],
  },
};

const service: Needs = {
  ...english.needs.service,
  statement: '日常工作需要的技能和班次，我方在各地难以招聘。目标和优先级仍由我方决定。',
  inScope: ['日常运行', '每月数据'],
  outOfScope: ['目标与优先级'],
  deliverables: ['每月服务报告', '书面流程'],
  successMeasures: [{ name: '准时率', baseline: 88, target: 95, unit: '%', dueMonths: 6 }],
  activities: [
    { name: '日常运行', isCore: false, decision: 'outsource', rationale: '工作成熟，市场供应充足。' },
    { name: '目标与优先级', isCore: true, decision: 'retain', rationale: '由我方负责。' },
  ],
  capability: [{ skill: '排班', score: 2, required: 4 }],
  swotItems: [
    { quadrant: 'S', text: '流程清晰', impact: 4, likelihoodOrFit: 4 },
    { quadrant: 'W', text: '熟悉业务的人少', impact: 4, likelihoodOrFit: 4, mitigation: '过渡前整理成文。' },
    { quadrant: 'O', text: '供应商可补足高峰人手', impact: 3, likelihoodOrFit: 4 },
    { quadrant: 'T', text: '依赖单一供应商', impact: 4, likelihoodOrFit: 3, mitigation: '制定退出方案，每年演练。' },
  ],
  businessCase: hotline.businessCase,
};

export const chinese: SampleWords = {
  people: { owner: '陈宇（示例）', serviceManager: '林晓（示例）' },
  vendors: {
    contact: '示例：明线呼叫中心',
    systems: '示例：北门系统',
    freight: '示例：海港货运',
    couriers: '示例：迅达同城',
    payroll: '示例：金册薪酬',
    campaigns: '示例：风筝营销',
  },
  contact: '客户经理',
  titles: {
    hotline: '示例：客户服务热线',
    payroll: '示例：薪酬外包',
    freight: '示例：海外货运',
    systems: '示例：IT 运维',
    couriers: '示例：同城配送',
    contact: '示例：保修热线',
  },
  needs: { hotline, payroll, service },
  comment: '请审批：这是示例数据。',
  measures: { first: { name: '准时率', unit: '%' }, second: { name: '一次解决率', unit: '%' } },
  clauses: {
    SCOPE: '服务范围以附件一为准，超出范围的工作须另行书面确认。',
    QUALITY: '服务水平、测量方法和扣减规则见附件二。',
    PAYMENT: '按月结算，收到合格发票后三十日内付款。',
    TERMINATION: '任一方可依约书面通知终止；乙方重大违约的，甲方可立即终止。',
  },
  risk: { cause: '夜班知识掌握在一名工程师手里', control: '运行手册，每月复核' },
  leaving: '服务转移到另一地点。',
};
