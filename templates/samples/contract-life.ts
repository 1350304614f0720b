import type { ContractView } from '../contract-page-data';

type Say = (chinese: string, english: string) => string;
type Life = Pick<ContractView, 'versions' | 'amendments' | 'changes' | 'obligations' | 'subcontractors' | 'documents'>;

/** A contract that has been amended once, with duties of both sides and two levels of sub-contractors. */
export const contractLifeSample = (say: Say): Life => ({ ...writtenDown(say), ...comingRound(say), ...helpers(say) });

const writtenDown = (say: Say): Pick<Life, 'versions' | 'amendments'> => ({
  versions: [
    {
      version: 3,
      kind: 'amendment',
      approved: false,
      at: Date.UTC(2026, 5, 18, 2),
      by: say('刘洋', 'Yang Liu'),
      effectiveOn: '2026-07-01',
      fingerprint: '9f2b41c07ad3',
    },
    {
      version: 2,
      kind: 'draft',
      approved: true,
      at: Date.UTC(2025, 11, 12, 6),
      by: say('刘洋', 'Yang Liu'),
      effectiveOn: null,
      fingerprint: '51e0d8a2bb67',
    },
  ],
  amendments: [
    {
      reason: say('增加夜间值班，月费相应调整', 'Night shift added, monthly fee adjusted'),
      effectiveOn: '2026-07-01',
      status: 'in-force',
      signedBy: ['us', 'vendor'],
      href: '#',
      forms: [],
    },
    {
      reason: say('月费随人数调整', 'Monthly fee follows the head count'),
      effectiveOn: '2027-01-01',
      status: 'approved',
      signedBy: ['us'],
      href: '#',
      forms: [{ form: 'contract-signature', href: '#' }],
    },
  ],
});

const comingRound = (say: Say): Pick<Life, 'changes' | 'obligations'> => ({
  changes: [
    {
      title: say('新增英语座席', 'English-speaking agents'),
      cost: { amount: '180000.00', currency: 'CNY' },
      days: 20,
      cumulativeBp: 1_415,
      status: 'pending',
      href: '#',
    },
  ],
  obligations: [
    {
      party: 'vendor',
      title: say('提交月度服务报告', 'Monthly service report'),
      duty: null,
      every: 'monthly',
      nextDue: '2026-12-05',
      assignee: say('刘洋', 'Yang Liu'),
      forms: [{ form: 'obligation-end', href: '#' }],
    },
    {
      party: 'us',
      title: '',
      duty: 'risk-assessment',
      every: 'yearly',
      nextDue: '2027-01-04',
      assignee: say('赵磊', 'Lei Zhao'),
      forms: [],
    },
  ],
});

const helpers = (say: Say): Pick<Life, 'subcontractors' | 'documents'> => ({
  subcontractors: [
    {
      name: say('云讯机房', 'Yunxun Hosting'),
      rank: 1,
      service: say('录音存储', 'Storage of recordings'),
      country: 'CN',
      personalData: true,
      active: true,
      consent: 'consented',
      alarming: false,
      forms: [{ form: 'subcontractor-change', href: '#' }],
    },
    {
      name: say('夜航客服', 'Night Desk'),
      rank: 2,
      service: say('夜间值班', 'Night shift'),
      country: 'SG',
      personalData: true,
      active: true,
      consent: 'requested',
      alarming: true,
      forms: [{ form: 'subcontractor-consent', href: '#' }],
    },
  ],
  documents: [
    {
      fileName: say('补充协议一（双方签章）.pdf', 'Amendment 1, signed.pdf'),
      size: 412_330,
      at: Date.UTC(2026, 5, 20),
      href: '#',
    },
  ],
});
