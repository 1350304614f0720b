import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const FINANCE: ServiceTypeBody = {
  names: both('Finance and accounting', '财务会计'),
  summary: both('Bookkeeping, payables, receivables, tax and reporting', '记账、应付、应收、税务与报表'),
  kpis: [
    kpi('close-days', both('Working days to close the month', '月结天数'), {
      unit: 'BD',
      source: 'vendor',
      direction: 'minimise',
      weightBp: 2500,
      floor: 10,
      target: 4,
      amber: 5,
      red: 7,
    }),
    kpi('posting-accuracy', both('Postings without a correction', '记账准确率'), {
      ...share('correct_postings', 'postings'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 97,
      target: 99.8,
      amber: 99.5,
      red: 98.5,
    }),
    kpi('invoices-on-time', both('Supplier invoices paid by their due day', '应付账款按期支付率'), {
      ...share('paid_on_time', 'due_invoices'),
      direction: 'maximise',
      weightBp: 2000,
      floor: 85,
      target: 98,
      amber: 96,
      red: 90,
    }),
    kpi('tax-on-time', both('Tax returns filed on time', '纳税申报按时率'), {
      ...share('filed_on_time', 'returns'),
      direction: 'maximise',
      weightBp: 1500,
      floor: 90,
      target: 100,
      amber: 100,
      red: 98,
    }),
    kpi('open-differences', both('Reconciling items older than 30 days', '超 30 天未核销的对账差异'), {
      unit: '',
      source: 'internal',
      direction: 'minimise',
      weightBp: 1500,
      floor: 50,
      target: 5,
      amber: 15,
      red: 30,
    }),
  ],
  clauses: [
    clause(
      'SEGREGATION',
      both('Separation of duties', '职责分离'),
      both(
        'Whoever records does not release payments; payments are released by us alone.',
        '记账与付款放行分离，付款仅由我方放行。',
      ),
    ),
    clause(
      'RECORDS_RETENTION',
      both('Keeping of records', '会计档案保管'),
      both(
        'Vouchers and books are kept for the periods of the law, in our country, and are open to us at any time.',
        '凭证与账簿按法定期限在境内保存，我方可随时查阅。',
      ),
    ),
    clause(
      'INTERNAL_CONTROL',
      both('Report on controls', '内部控制报告'),
      both(
        'The vendor delivers a yearly report of an auditor on its controls (ISAE 3402 or equal).',
        '供应商每年提交由审计师出具的内部控制鉴证报告（ISAE 3402 或同等标准）。',
      ),
    ),
  ],
  checklist: [
    check(
      'needs',
      'approval-limits',
      both('Limits for payments and who releases them are written down', '付款权限和放行人已书面明确'),
    ),
    check('needs', 'audit-informed', both('The external auditor has been told', '已告知外部审计师')),
    check(
      'award',
      'control-report',
      both('The report on the vendor’s controls was read', '已审阅供应商内部控制鉴证报告'),
    ),
    check('award', 'bookkeeping-licence', both('The licence for bookkeeping was checked', '已核验代理记账许可')),
    check(
      'contract',
      'audit-access',
      both('Auditors and tax authorities have access', '合同已保障审计与税务机关的查阅'),
    ),
    check(
      'contract',
      'data-return',
      both('Books come back in a format that we can read', '合同已约定账套以可读格式返还'),
    ),
  ],
  measures: [
    measure('capacity', both('Overtime hours in the closing week', '结账周加班工时'), {
      unit: 'h',
      direction: 'minimise',
    }),
    measure('expertise', both('Adjustments by the auditor', '审计调整笔数'), { unit: '', direction: 'minimise' }),
    measure('cost', both('Cost per invoice handled', '单张发票处理成本'), { unit: 'CNY', direction: 'minimise' }),
    measure('speed', both('Days to close the month', '月结天数'), { unit: 'BD', direction: 'minimise' }),
    measure('other', both('Early-payment discounts taken', '已享受的提前付款折扣比例'), {
      unit: '%',
      direction: 'maximise',
    }),
  ],
};
