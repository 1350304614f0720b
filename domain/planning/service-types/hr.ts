import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const HR: ServiceTypeBody = {
  names: both('HR services', '人力资源服务'),
  summary: both('Payroll, recruiting, benefits and employee services', '薪酬、招聘、社保福利与员工服务'),
  kpis: [
    kpi('payroll-accuracy', both('Payslips without an error', '工资单准确率'), {
      ...share('correct_payslips', 'payslips'),
      direction: 'maximise',
      weightBp: 3000,
      floor: 98,
      target: 99.9,
      amber: 99.5,
      red: 99,
    }),
    kpi('payroll-on-time', both('Pay runs on the agreed day', '按时发薪率'), {
      ...share('runs_on_time', 'pay_runs'),
      direction: 'maximise',
      weightBp: 2500,
      floor: 90,
      target: 100,
      amber: 99,
      red: 95,
    }),
    kpi('time-to-hire', both('Days from request to signed offer', '招聘周期'), {
      unit: 'd',
      source: 'vendor',
      direction: 'minimise',
      weightBp: 1500,
      floor: 60,
      target: 30,
      amber: 40,
      red: 50,
    }),
    kpi('probation-passed', both('New staff who pass probation', '试用期通过率'), {
      ...share('passed_probation', 'ended_probation'),
      direction: 'maximise',
      weightBp: 1500,
      floor: 70,
      target: 92,
      amber: 85,
      red: 78,
    }),
    kpi('answers-in-time', both('Questions of staff answered within one working day', '员工咨询一个工作日内答复率'), {
      ...share('answered_in_time', 'questions'),
      direction: 'maximise',
      weightBp: 1500,
      floor: 75,
      target: 95,
      amber: 90,
      red: 82,
    }),
  ],
  clauses: [
    clause(
      'LABOUR_LAW',
      both('Labour law and social insurance', '劳动法与社会保险'),
      both(
        'The vendor keeps to labour law and pays social insurance in full and on time; it bears back payments and fines.',
        '供应商须遵守劳动法律，足额、按时缴纳社会保险，补缴和罚款由其承担。',
      ),
    ),
    clause(
      'EMPLOYEE_DATA',
      both('Data of employees', '员工个人信息'),
      both(
        'Data of employees is used for this service alone, seen by named people only, and returned or deleted at its end.',
        '员工个人信息仅用于本服务，仅限指定人员接触，服务结束时返还或删除。',
      ),
    ),
    clause(
      'NO_DISCRIMINATION',
      both('Equal treatment', '平等就业'),
      both(
        'Selection goes by written criteria of the job and treats all candidates alike.',
        '按书面岗位标准选拔，平等对待全部候选人。',
      ),
    ),
  ],
  checklist: [
    check('needs', 'works-council', both('Representatives of the staff have been informed', '已告知职工代表')),
    check(
      'needs',
      'legal-form',
      both(
        'Dispatch, agency or service: the legal form is settled with Legal',
        '派遣、代理还是外包，用工形式已与法务确认',
      ),
    ),
    check(
      'award',
      'licence',
      both('Licences for agency work or dispatch were checked', '已核验人力资源服务或劳务派遣许可'),
    ),
    check('award', 'parallel-run', both('A parallel pay run is planned', '已安排工资并行核算')),
    check(
      'contract',
      'payroll-errors',
      both('Who pays for a wrong payslip is written down', '合同已写明工资差错由谁承担'),
    ),
    check('contract', 'cross-border', both('Storage of staff data abroad is settled', '员工信息出境存储已明确')),
  ],
  measures: [
    measure('capacity', both('HR staff per 100 employees', '每百名员工配备的人力资源人数'), {
      unit: '',
      direction: 'minimise',
    }),
    measure('expertise', both('Findings of labour inspections', '劳动监察问题数'), { unit: '', direction: 'minimise' }),
    measure('cost', both('Cost per payslip', '单份工资单成本'), { unit: 'CNY', direction: 'minimise' }),
    measure('speed', both('Days to fill a vacancy', '空缺岗位补位天数'), { unit: 'd', direction: 'minimise' }),
    measure('other', both('Satisfaction of staff with HR services', '员工对人力资源服务的满意度'), {
      unit: '/5',
      direction: 'maximise',
    }),
  ],
};
