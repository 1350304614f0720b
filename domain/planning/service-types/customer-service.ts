import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const CUSTOMER_SERVICE: ServiceTypeBody = {
  names: both('Customer service', '客户服务'),
  summary: both('Hotline, chat, mail and after-sales', '热线、在线客服、邮件与售后'),
  kpis: [
    kpi('service-level', both('Calls answered within 20 seconds', '20 秒接通率'), {
      ...share('answered_in_20s', 'offered_calls'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 60,
      target: 85,
      expected: 80,
      amber: 80,
      red: 70,
    }),
    kpi('abandoned', both('Calls given up by the caller', '呼损率'), {
      ...share('abandoned_calls', 'offered_calls'),
      direction: 'minimise',
      weightBp: 1500,
      floor: 15,
      target: 3,
      amber: 5,
      red: 9,
    }),
    kpi('first-contact', both('Solved at the first contact', '一次解决率'), {
      ...share('solved_at_first', 'contacts'),
      direction: 'maximise',
      weightBp: 2000,
      floor: 55,
      target: 80,
      amber: 72,
      red: 62,
    }),
    kpi('satisfaction', both('Satisfied customers', '客户满意度'), {
      ...share('satisfied', 'survey_answers'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 70,
      target: 92,
      amber: 87,
      red: 80,
    }),
    kpi('quality-checks', both('Sampled contacts that pass the quality check', '质检合格率'), {
      ...share('passed_checks', 'sampled_contacts'),
      direction: 'maximise',
      weightBp: 1500,
      floor: 80,
      target: 97,
      amber: 93,
      red: 87,
    }),
  ],
  clauses: [
    clause(
      'RECORDINGS',
      both('Recordings', '录音管理'),
      both(
        'Contacts are recorded with notice to the customer, kept for the agreed time and handed to us on request.',
        '通话录音须告知客户，按约定期限保存，并按要求交付我方。',
      ),
    ),
    clause(
      'COMPLAINTS',
      both('Complaints', '投诉处理'),
      both(
        'Complaints reach us within one working day; decisions on goodwill and appeals stay with us.',
        '投诉须在一个工作日内转达我方，赔付与申诉决定权归我方。',
      ),
    ),
    clause(
      'STAFFING',
      both('Staffing and training', '人员与培训'),
      both(
        'Agents pass our training and test before their first contact; turnover above 30 % a year needs a plan.',
        '坐席上岗前须通过我方培训与考试，年流失率超过 30% 须提交改进计划。',
      ),
    ),
  ],
  checklist: [
    check(
      'needs',
      'contact-forecast',
      both('Contacts are forecast by half hour, with peaks', '已按半小时预测来量，含高峰'),
    ),
    check('needs', 'knowledge-base', both('The knowledge base is ready to hand over', '知识库可移交')),
    check('award', 'floor-visit', both('The floor was visited and calls were listened to', '已现场考察并旁听')),
    check(
      'award',
      'attrition',
      both('Turnover of agents in the last 12 months was shown', '已出示近 12 个月坐席流失率'),
    ),
    check('contract', 'peak-plan', both('Capacity for peaks and its price are agreed', '高峰产能及价格已约定')),
    check('contract', 'escalation', both('The way of complaints up to us is agreed', '投诉升级路径已约定')),
  ],
  measures: [
    measure('capacity', both('Calls answered within 20 seconds', '20 秒接通率'), { unit: '%', direction: 'maximise' }),
    measure('expertise', both('Solved at the first contact', '一次解决率'), { unit: '%', direction: 'maximise' }),
    measure('cost', both('Cost per contact', '单次服务成本'), { unit: 'CNY', direction: 'minimise' }),
    measure('speed', both('Time until an answer', '平均答复时长'), { unit: 's', direction: 'minimise' }),
    measure('other', both('Net promoter score', '净推荐值'), { unit: '', direction: 'maximise' }),
  ],
};
