import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const MARKETING: ServiceTypeBody = {
  names: both('Marketing', '营销策划'),
  summary: both('Campaigns, media, content and market research', '活动策划、媒介投放、内容与市场调研'),
  kpis: [
    kpi('cost-per-lead', both('Cost per qualified lead against plan', '有效线索成本与计划之比'), {
      ...share('lead_cost', 'planned_lead_cost'),
      direction: 'minimise',
      weightBp: 2500,
      floor: 150,
      target: 90,
      amber: 105,
      red: 125,
    }),
    kpi('conversion', both('Leads that become customers', '线索转化率'), {
      ...share('new_customers', 'leads'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 1,
      target: 6,
      amber: 4,
      red: 2.5,
    }),
    kpi('on-time-delivery', both('Work delivered on the agreed day', '交付准时率'), {
      ...share('delivered_on_time', 'deliverables'),
      direction: 'maximise',
      weightBp: 2000,
      floor: 75,
      target: 97,
      amber: 92,
      red: 85,
    }),
    kpi('first-approval', both('Drafts approved in the first round', '稿件一次通过率'), {
      ...share('approved_first', 'drafts'),
      direction: 'maximise',
      weightBp: 1500,
      floor: 40,
      target: 80,
      amber: 65,
      red: 50,
    }),
    kpi('compliance-faults', both('Breaches of advertising or data law', '广告与个人信息违规次数'), {
      unit: '',
      source: 'internal',
      direction: 'minimise',
      weightBp: 1500,
      floor: 2,
      target: 0,
      amber: 0,
      red: 1,
    }),
  ],
  clauses: [
    clause(
      'IP_RIGHTS',
      both('Rights to works', '作品权利'),
      both(
        'All rights to works made for us pass to us on payment; the vendor answers for rights of others.',
        '为我方创作的作品权利自付款时起归我方，第三方权利由供应商负责。',
      ),
    ),
    clause(
      'ADVERTISING_LAW',
      both('Advertising law', '广告合规'),
      both(
        'Nothing is published before our written approval; the vendor checks every work against advertising law.',
        '未经我方书面批准不得发布，供应商须对每件作品进行广告法合规审查。',
      ),
    ),
    clause(
      'MEDIA_TRANSPARENCY',
      both('Transparency of media costs', '媒介费用透明'),
      both(
        'Rebates and discounts of media are passed on to us and can be audited.',
        '媒介返点和折扣归我方，并接受审计。',
      ),
    ),
  ],
  checklist: [
    check('needs', 'brand-guide', both('The brand guide is up to date', '品牌规范已更新')),
    check(
      'needs',
      'data-consent',
      both('Consent of customers for the planned use of their data exists', '已取得客户对拟用途的个人信息同意'),
    ),
    check(
      'award',
      'case-check',
      both('Claimed results of cases were checked with their clients', '案例效果已向客户核实'),
    ),
    check('award', 'conflicts', both('Work for our competitors is disclosed', '已披露为竞争对手服务的情况')),
    check(
      'contract',
      'approval-path',
      both('Who approves what before publication is written down', '发布前的审批人和范围已写明'),
    ),
    check(
      'contract',
      'accounts',
      both('Advertising accounts and their data are in our name', '投放账户及数据归我方名下'),
    ),
  ],
  measures: [
    measure('capacity', both('Campaigns per quarter', '每季度活动场次'), { unit: '', direction: 'maximise' }),
    measure('expertise', both('Share of voice', '品牌声量占比'), { unit: '%', direction: 'maximise' }),
    measure('cost', both('Cost of winning a customer', '获客成本'), { unit: 'CNY', direction: 'minimise' }),
    measure('speed', both('Days from brief to publication', '从需求到发布的天数'), {
      unit: 'd',
      direction: 'minimise',
    }),
    measure('other', both('Aided brand awareness', '提示下品牌知名度'), { unit: '%', direction: 'maximise' }),
  ],
};
