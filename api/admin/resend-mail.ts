import { MAIL_KINDS, type MailKind } from '../../domain/mail/order';
import { copyKey, copyKeys, type Resend, resendOf, type ResendWay } from '../../domain/mail/resend';
import { DomainError } from '../../domain/errors';
import { type JournalEntry, knownMails, mailOf } from '../../db/read/mail-journal';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { orderMails, retryMail } from '../../db/stores/mail-orders';
import { inTransaction, type Trx } from '../../db/transaction';
import { withinLimit } from '../links/limit';
import { startNotice } from '../links/notices';
import type { FormCall } from '../pages/visit';
import type { PageDeps } from '../pages/reader';

export interface Judged {
  readonly mail: JournalEntry;
  readonly copies: number;
  readonly resend: Resend;
}

/** A mail, and whether and how it can be sent again. */
export async function judgedMail({ db, clock }: Pick<PageDeps, 'db' | 'clock'>, key: string): Promise<Judged> {
  const mail = await mailOf(db, key);
  if (!mail) throw new DomainError('NOT_FOUND', 'There is no such mail.');
  const copies = (await knownMails(db, copyKeys(key))).length;
  const { state, kind, facts, taskId, isTaskOpen } = mail;
  const task = taskId === null ? null : { isOpen: isTaskOpen === true };
  return { mail, copies, resend: resendOf({ state, kind, task, facts, copies, now: clock() }) };
}

export interface Wanted {
  readonly key: string;
  /** What the page that was open has promised. */
  readonly way: string;
  /** The copies that whoever asks has seen: a form that is sent twice sends one mail. */
  readonly copies: number;
}

/**
 * Sends a mail again. One that never went out keeps its key, and with it its Message-ID; one that did gets a key of its own,
 * since mail systems drop what they have seen. Texts are written when it goes out, from what is true then.
 */
export async function resendMail(
  deps: PageDeps,
  { key, way: promised, copies: seen }: Wanted,
  call: FormCall,
): Promise<void> {
  const { mail, copies, resend } = await judgedMail(deps, key);
  if (resend.way === null || resend.way !== promised)
    throw new DomainError('STATE_CONFLICT', 'The mail has moved on meanwhile; nothing was sent.');
  if (resend.way === 'copy' && copies !== seen) return;
  if (resend.way === 'new-link') return sendNewLink(deps, mail, call);
  const { way } = resend;
  await inTransaction(deps.db, async (trx) => {
    if (way === 'retry') await retryMail(trx, key, call.now);
    else await orderMails(trx, [copyOf(mail, copyKey(key, copies + 1), call.now)]);
    await tell(trx, { mail, way }, call);
  });
}

function copyOf({ kind, orderedFor, engagementId, facts }: JournalEntry, key: string, now: number) {
  if (!isOrdered(kind) || orderedFor === null || facts === null) throw new Error(`mail ${kind} was never ordered`);
  return { key, kind, recipientId: orderedFor, engagementId, facts, now };
}
const isOrdered = (kind: string): kind is MailKind => MAIL_KINDS.some((known) => known === kind);

/** As often as the page behind the link itself allows, and to the address on file. */
async function sendNewLink({ db, gateway }: PageDeps, mail: JournalEntry, call: FormCall): Promise<void> {
  const taskId = mail.taskId ?? '';
  const { now, newId } = call;
  const { done } = await withinLimit(db, { taskId, kind: 'new-link', now }, () =>
    startNotice(gateway, { kind: 'new-link', id: `${taskId}-${newId}`, taskId, now }),
  );
  if (!done) throw new DomainError('TOO_MANY_REQUESTS', 'Three new links were sent within an hour.');
  await inTransaction(db, (trx) => tell(trx, { mail, way: 'new-link' }, call));
}

const tell = (
  trx: Trx,
  { mail: { key, kind }, way }: { readonly mail: JournalEntry; readonly way: ResendWay },
  { actor, channel, now, newId }: FormCall,
): Promise<void> =>
  appendAudit(trx, MASTER_STREAM, [
    {
      key: `mail.resent:${newId}`,
      at: now,
      type: 'mail.resent',
      actorId: actor.id,
      channel,
      payload: { key, kind, way },
    },
  ]);
