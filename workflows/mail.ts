import { log } from '@temporalio/workflow';
import type { MailOrder } from '../domain/mail/order';
import { patient } from './proxies';

let outstanding = 0;

/** Sends mails beside the story: a mail server that is away delays nobody's decision. The mail log shows what did not go out. */
export function deliver(orders: readonly MailOrder[]): void {
  for (const order of orders) void deliverOne(order);
}

async function deliverOne(order: MailOrder): Promise<void> {
  outstanding += 1;
  try {
    await patient.sendMail.executeWithOptions({ summary: `${order.kind} → ${order.recipientId}` }, [order]);
  } catch (error) {
    log.warn('mail not delivered', { kind: order.kind, error: String(error) });
  } finally {
    outstanding -= 1;
  }
}

/** No mail of this execution is still on its way; wait for it before a run ends. */
export const allDelivered = (): boolean => outstanding === 0;
