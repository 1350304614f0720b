import { isCancellation, log } from '@temporalio/workflow';
import type { Mail } from '../domain/approval/events';
import { mailQueue, patient } from './proxies';

/** Mails of a request, sent beside its story: a mail server that is away delays no decision. */
export class Post {
  /** On their way; a run that ends hands them to the next one. */
  outstanding: readonly Mail[] = [];

  constructor(private readonly requestId: string) {}

  send(mails: readonly Mail[]): void {
    for (const mail of mails) void this.deliver(mail);
  }

  private async deliver(mail: Mail): Promise<void> {
    this.outstanding = [...this.outstanding, mail];
    const summary = `${mail.kind} → ${mail.recipientId}`;
    try {
      await patient.sendRequestMail.executeWithOptions({ taskQueue: mailQueue(), summary }, [
        { requestId: this.requestId, ...mail, now: Date.now() },
      ]);
    } catch (error) {
      if (!isCancellation(error)) log.warn('mail not delivered', { kind: mail.kind, error: String(error) });
    } finally {
      this.outstanding = this.outstanding.filter((other) => other !== mail);
    }
  }
}
