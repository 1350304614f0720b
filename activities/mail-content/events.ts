import { accountNow, accountView } from '../../db/read/settlement-account';
import { exitTasksOf } from '../../db/stores/exit-tasks';
import { settlementOf } from '../../db/stores/settlements';
import { CAUSES, type Termination } from '../../domain/engagement/schema';
import { GATES } from '../../domain/engagement/statuses';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

const TASK_WORDS = ['given', 'reminder', 'due', 'overdue'] as const;

export async function exitTaskData({ db, order, frame }: Material): Promise<MailData['exit-task']> {
  const { task: key = '', due: dueOn = '', cause = '', effectiveDate = '' } = order.facts;
  const known = (await exitTasksOf(db, order.engagementId ?? '')).find((task) => task.key === key);
  const task = known?.titles ?? { en: key, 'zh-CN': key };
  const word = TASK_WORDS.find((one) => one === order.facts['word']) ?? 'given';
  return { ...frame, task, word, dueOn, cause: causeOf(cause), effectiveDate };
}

const causeOf = (cause: string): Termination['cause'] => CAUSES.find((known) => known === cause) ?? 'other';

export async function settlementData({ db, engagement, frame }: Material): Promise<MailData['settlement-approved']> {
  const settlement = await settlementOf(db, engagement.id);
  const nothing = { amount: '0.00', currency: engagement.currency };
  const { net = nothing, payable = nothing, disputedTotal = nothing } = settlement ?? {};
  return { ...frame, net, payable, disputedTotal };
}

/** Asks the vendor to agree, as long as it can and has not. */
export async function vendorSettlementData(material: Material): Promise<MailData['vendor-settlement'] | null> {
  const { db, engagement, order, frame } = material;
  const account = await accountNow(db, engagement.id);
  if (engagement.state !== 'EXITING' || !account || account.confirmed) return null;
  const { net, payable, disputedTotal } = accountView(account);
  return { ...frame, net, payable, disputedTotal, word: order.facts['word'] === 'recall' ? 'recall' : 'ask' };
}

export const closedData = ({ order, frame }: Material): Promise<MailData['engagement-closed']> =>
  Promise.resolve({ ...frame, closedAt: order.now, gates: [...GATES] });
