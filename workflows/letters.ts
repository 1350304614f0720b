import { condition } from '@temporalio/workflow';
import type { MailOrder } from '../domain/mail/order';
import { allDelivered, deliver } from './mail';

/** Mails that somebody's doing outside a story sets going: durable, on their own. */
export async function lettersWorkflow(orders: readonly MailOrder[]): Promise<void> {
  deliver(orders);
  await condition(allDelivered);
}
