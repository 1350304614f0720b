import type { Locale } from '../../domain/people/people';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { orderMails } from '../../db/stores/mail-orders';
import { inTransaction } from '../../db/transaction';
import type { MailName } from '../../templates/mail-data';
import type { PageDeps } from '../pages/reader';
import type { FormCall } from '../pages/visit';

interface Wanted {
  /** The same again is the same mail. */
  readonly id: string;
  readonly template: MailName;
  readonly locale: Locale;
}

/** Has the sample of a template go out to whoever asks, the way that every mail goes. */
export const orderTestMail = (
  { db }: Pick<PageDeps, 'db'>,
  { id, template, locale }: Wanted,
  { actor, channel, now }: FormCall,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const order = { kind: 'template-test', recipientId: actor.id, engagementId: null, now } as const;
    await orderMails(trx, [{ ...order, key: `template-test:${id}`, facts: { template, locale } }]);
    const said = { type: 'mail.tested', actorId: actor.id, channel, payload: { template, locale } };
    await appendAudit(trx, MASTER_STREAM, [{ ...said, key: `mail.tested:${id}`, at: now }]);
  });
