import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const IT: ServiceTypeBody = {
  names: both('IT services', 'IT 服务'),
  summary: both('Operation, support and development of systems', '系统运维、支持与开发'),
  kpis: [
    kpi('availability', both('Availability of the systems', '系统可用率'), {
      ...share('up_minutes', 'service_minutes'),
      direction: 'maximise',
      weightBp: 3000,
      floor: 99,
      target: 99.9,
      expected: 99.9,
      amber: 99.8,
      red: 99.5,
    }),
    kpi('resolved-in-time', both('Incidents resolved within their target time', '事件按时解决率'), {
      ...share('resolved_in_time', 'incidents'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 75,
      target: 95,
      expected: 95,
      amber: 90,
      red: 80,
    }),
    kpi('recovery-hours', both('Mean time to restore a major incident', '重大事件平均恢复时间'), {
      unit: 'h',
      source: 'vendor',
      direction: 'minimise',
      weightBp: 1500,
      floor: 8,
      target: 2,
      amber: 4,
      red: 6,
    }),
    kpi('change-failure', both('Changes that failed or were rolled back', '变更失败率'), {
      ...share('failed_changes', 'changes'),
      direction: 'minimise',
      weightBp: 1000,
      floor: 15,
      target: 3,
      amber: 6,
      red: 10,
    }),
    kpi('critical-patches', both('Critical security patches in place within 14 days', '高危补丁 14 天内修复率'), {
      ...share('patched_in_time', 'critical_patches'),
      direction: 'maximise',
      weightBp: 1200,
      floor: 80,
      target: 100,
      amber: 97,
      red: 90,
    }),
    kpi('user-satisfaction', both('Satisfaction of users', '用户满意度'), {
      unit: '/5',
      source: 'internal',
      direction: 'maximise',
      weightBp: 800,
      floor: 3,
      target: 4.5,
      amber: 4,
      red: 3.5,
    }),
  ],
  clauses: [
    clause(
      'SOURCE_CODE',
      both('Source code and configuration', '源代码与配置'),
      both(
        'Source code, configuration and documentation made for us belong to us; they are handed over with every release and kept in escrow.',
        '为我方开发的源代码、配置和文档归我方所有，每次发布时交付，并由第三方托管。',
      ),
    ),
    clause(
      'VULNERABILITY',
      both('Vulnerabilities', '漏洞管理'),
      both(
        'The vendor reports vulnerabilities within 24 hours and mends critical ones within 14 days.',
        '供应商须在 24 小时内报告漏洞，并在 14 天内修复高危漏洞。',
      ),
    ),
    clause(
      'ACCESS_CONTROL',
      both('Privileged access', '特权访问'),
      both(
        'Privileged access is personal, uses two factors, is logged, and ends on the day on which a person leaves.',
        '特权账号实名使用、双因素认证、全程留痕，人员离场当日收回。',
      ),
    ),
  ],
  checklist: [
    check(
      'needs',
      'architecture',
      both('Systems, interfaces and data flows in scope are drawn', '范围内的系统、接口和数据流已绘制成图'),
    ),
    check('needs', 'data-classes', both('Data in the systems is classified', '系统中的数据已分级分类')),
    check('award', 'recovery-proof', both('The vendor has shown a restore from backup', '供应商已演示备份恢复')),
    check('award', 'key-staff', both('Key engineers were interviewed', '已面谈关键工程师')),
    check(
      'contract',
      'exit-handover',
      both('Hand-over of code, credentials and runbooks is in the contract', '合同已约定代码、凭证和运行手册的移交'),
    ),
    check(
      'contract',
      'recovery-objectives',
      both('Recovery time and recovery point objectives are agreed', '已约定恢复时间目标和恢复点目标'),
    ),
  ],
  measures: [
    measure('capacity', both('Open tickets per own engineer', '每名自有工程师待办工单数'), {
      unit: '',
      direction: 'minimise',
    }),
    measure('expertise', both('Incidents solved without a third party', '无需第三方介入即解决的事件比例'), {
      unit: '%',
      direction: 'maximise',
    }),
    measure('cost', both('Running cost per user and month', '每用户每月运行成本'), {
      unit: 'CNY',
      direction: 'minimise',
    }),
    measure('speed', both('Lead time from request to release', '需求到上线的周期'), {
      unit: 'd',
      direction: 'minimise',
    }),
    measure('other', both('Availability of the main system', '核心系统可用率'), { unit: '%', direction: 'maximise' }),
  ],
};
