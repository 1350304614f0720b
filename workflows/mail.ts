import { log } from '@temporalio/workflow';
import type { DigestOrder, MailOrder } from '../domain/mail/order';
import { mailQueue, patient } from './proxies';

let outstanding = 0;

/** Sends mails beside the story: a mail server that is away delays nobody's decision. The mail log shows what did not go out. */
export function deliver(orders: readonly MailOrder[]): void {
  for (const order of orders)
    void follow(order.kind, patient.sendMail.executeWithOptions(optionsOf(order.kind, order), [order]));
}

export function deliverDigests(orders: readonly DigestOrder[]): void {
  for (const order of orders)
    void follow('digest', patient.sendDigest.executeWithOptions(optionsOf('digest', order), [order]));
}

const optionsOf = (kind: string, { recipientId }: { readonly recipientId: string }) => ({
  taskQueue: mailQueue(),
  summary: `${kind} → ${recipientId}`,
});

async function follow(kind: string, sending: Promise<void>): Promise<void> {
  outstanding += 1;
  try {
    await sending;
  } catch (error) {
    log.warn('mail not delivered', { kind, error: String(error) });
  } finally {
    outstanding -= 1;
  }
}

/** No mail of this execution is still on its way; wait for it before a run ends. */
export const allDelivered = (): boolean => outstanding === 0;
