import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

/** For services of any other kind: measures that fit all of them. */
export const OTHER: ServiceTypeBody = {
  names: both('Other services', '其他服务'),
  summary: both('Services that fit none of the other types', '不属于以上类型的服务'),
  kpis: [
    kpi('on-time', both('Work delivered on the agreed day', '交付准时率'), {
      ...share('on_time', 'due'),
      direction: 'maximise',
      weightBp: 3000,
      floor: 75,
      target: 97,
      amber: 92,
      red: 85,
    }),
    kpi('accepted-first', both('Work accepted in the first round', '一次验收合格率'), {
      ...share('accepted_first', 'delivered'),
      direction: 'maximise',
      weightBp: 3000,
      floor: 70,
      target: 97,
      amber: 92,
      red: 82,
    }),
    kpi('response-hours', both('Hours until the vendor answers', '供应商响应时长'), {
      unit: 'h',
      source: 'internal',
      direction: 'minimise',
      weightBp: 2000,
      floor: 24,
      target: 4,
      amber: 8,
      red: 16,
    }),
    kpi('satisfaction', both('Satisfaction of those who use the service', '使用部门满意度'), {
      unit: '/5',
      source: 'internal',
      direction: 'maximise',
      weightBp: 2000,
      floor: 3,
      target: 4.5,
      amber: 4,
      red: 3.5,
    }),
  ],
  clauses: [
    clause(
      'ACCEPTANCE',
      both('Acceptance', '验收'),
      both(
        'Work counts as delivered once we have accepted it in writing by agreed criteria.',
        '经我方按约定标准书面验收后视为交付。',
      ),
    ),
  ],
  checklist: [
    check('needs', 'why-not-ours', both('Why we do not do it ourselves is written down', '已书面说明不自营的理由')),
    check('award', 'references', both('At least two references were called', '至少核实两家客户')),
    check('contract', 'acceptance-criteria', both('Criteria for acceptance are attached', '验收标准已作为附件')),
  ],
  measures: [
    measure('capacity', both('Hours of own staff set free', '释放的自有工时'), { unit: 'h', direction: 'maximise' }),
    measure('expertise', both('Work accepted in the first round', '一次验收合格率'), {
      unit: '%',
      direction: 'maximise',
    }),
    measure('cost', both('Cost against doing it ourselves', '相比自营的成本'), { unit: '%', direction: 'minimise' }),
    measure('speed', both('Days from order to delivery', '从下单到交付的天数'), { unit: 'd', direction: 'minimise' }),
    measure('other', both('Satisfaction of those who use the service', '使用部门满意度'), {
      unit: '/5',
      direction: 'maximise',
    }),
  ],
};
