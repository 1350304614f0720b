import { addDays } from '../calendar/civil';
import type { Bilingual } from '../shapes';
import type { Playbook, PlaybookTask } from './playbook-schema';

export const PLAYBOOK_KEY = 'exit-playbook';

/** As it ships. */
export const SHIPPED_PLAYBOOK: Playbook = {
  byServiceType: {},
  tasks: [
    {
      key: 'notify-vendor',
      title: { en: 'Give notice to the vendor', 'zh-CN': '通知供应商' },
      role: 'contractManager',
      offset: -60,
      after: [],
    },
    {
      key: 'review-contract',
      title: { en: 'Review exit clauses of the contract', 'zh-CN': '复核合同退出条款' },
      role: 'legal',
      offset: -50,
      after: [],
    },
    {
      key: 'data-inventory',
      title: { en: 'Complete the inventory of datasets', 'zh-CN': '完成数据清单' },
      role: 'security',
      offset: -45,
      after: [],
    },
    {
      key: 'knowledge-transfer',
      title: { en: 'Hand over knowledge', 'zh-CN': '知识移交' },
      role: 'serviceManager',
      offset: -30,
      after: ['notify-vendor'],
    },
    {
      key: 'migrate-data',
      title: { en: 'Move all datasets and read them back', 'zh-CN': '迁移并回读核验数据' },
      role: 'security',
      offset: -14,
      after: ['data-inventory'],
    },
    {
      key: 'acknowledge-data',
      title: { en: 'Acknowledge the received datasets', 'zh-CN': '接收方确认数据' },
      role: 'serviceManager',
      offset: -7,
      after: ['migrate-data'],
    },
    {
      key: 'revoke-access',
      title: { en: 'Revoke accounts, keys and passes', 'zh-CN': '回收账号、密钥与门禁' },
      role: 'security',
      offset: 0,
      after: ['migrate-data'],
    },
    {
      key: 'settle-fees',
      title: { en: 'Agree the settlement', 'zh-CN': '达成费用结算' },
      role: 'finance',
      offset: 14,
      after: ['acknowledge-data'],
    },
    {
      key: 'confirm-settlement',
      title: { en: 'Have the vendor agree to the settlement', 'zh-CN': '取得供应商对结算的确认' },
      role: 'contractManager',
      offset: 21,
      after: ['settle-fees'],
    },
    {
      key: 'exit-review',
      title: { en: 'Look back on the engagement', 'zh-CN': '退出总结' },
      role: 'owner',
      offset: 30,
      after: ['settle-fees'],
    },
    {
      key: 'delete-data',
      title: { en: 'Have the vendor’s copies deleted, with certificate', 'zh-CN': '要求供应商删除数据并出具证明' },
      role: 'security',
      offset: 30,
      after: ['acknowledge-data', 'settle-fees'],
    },
  ],
};

export const shippedTitle = (key: string): Bilingual | null =>
  SHIPPED_PLAYBOOK.tasks.find((task) => task.key === key)?.title ?? null;

/** The list that a kind of service goes by. */
export const tasksFor = ({ tasks, byServiceType }: Playbook, serviceType: string): readonly PlaybookTask[] =>
  Object.entries(byServiceType).find(([kind]) => kind === serviceType)?.[1] ?? tasks;

export interface PlannedTask extends Omit<PlaybookTask, 'offset'> {
  /** Calendar day. */
  readonly due: string;
}

interface Leaving {
  /** First day without service. */
  readonly effectiveDate: string;
  readonly today: string;
}

/** The tasks of an exit with their days, counted from the end of the service; none is before the day on which the exit began. */
export const layOutPlaybook = (
  tasks: readonly PlaybookTask[],
  { effectiveDate, today }: Leaving,
): readonly PlannedTask[] =>
  tasks.map(({ offset, ...task }) => {
    const due = addDays(effectiveDate, offset);
    return { ...task, due: due < today ? today : due };
  });
