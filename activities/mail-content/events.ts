import { settlementOf } from '../../db/stores/settlements';
import { CAUSES, type Termination } from '../../domain/engagement/schema';
import { GATES } from '../../domain/engagement/statuses';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

export const exitTaskData = ({ order, frame }: Material): Promise<MailData['exit-task']> => {
  const { task = '', due: dueOn = '', cause = '', effectiveDate = '' } = order.facts;
  return Promise.resolve({ ...frame, task, dueOn, cause: causeOf(cause), effectiveDate });
};

const causeOf = (cause: string): Termination['cause'] => CAUSES.find((known) => known === cause) ?? 'other';

export async function settlementData({ db, engagement, frame }: Material): Promise<MailData['settlement-approved']> {
  const settlement = await settlementOf(db, engagement.id);
  const nothing = { amount: '0.00', currency: engagement.currency };
  const { net = nothing, payable = nothing, disputedTotal = nothing } = settlement ?? {};
  return { ...frame, net, payable, disputedTotal };
}

export const closedData = ({ order, frame }: Material): Promise<MailData['engagement-closed']> =>
  Promise.resolve({ ...frame, closedAt: order.now, gates: [...GATES] });
