import { headWord, signHead } from '../audit-head';
import { anchorAudit, findAuditHead } from '../db/stores/audit-anchors';
import { activeByRole, findPerson } from '../db/stores/people';
import type { Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import { renderMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';

/** Once a day: signs where the trail ends and tells the auditors, or the administrators where nobody audits. */
export async function sayAuditHead(trx: Trx, secrets: Deps['secrets'], now: number): Promise<readonly MailOrder[]> {
  const head = await anchorAudit(trx, (content) => signHead(content, secrets), now);
  if (!head) return [];
  const number = String(head.content.number);
  const auditors = await activeByRole(trx, 'auditor');
  const readers = auditors.length > 0 ? auditors : await activeByRole(trx, 'admin');
  return readers.map(({ id }) => ({
    key: `audit-head:${number}:${id}`,
    kind: 'audit-head',
    recipientId: id,
    engagementId: null,
    facts: { number },
    now,
  }));
}

type HeadDeps = Pick<Deps, 'db' | 'mailer' | 'mailFrom' | 'publicUrl'>;

/** Mails a signed head: the copy of it that is out of reach of whoever rules the database. */
export async function sendAuditHead(deps: HeadDeps, { key, kind, recipientId, facts, now }: MailOrder): Promise<void> {
  const [head, recipient] = [
    await findAuditHead(deps.db, Number(facts['number'])),
    await findPerson(deps.db, recipientId),
  ];
  if (!head || !recipient) return;
  const { number, day, entries, streams } = head.content;
  const { name, timeZone, locale } = recipient;
  const url = `${deps.publicUrl}/admin/audit`;
  const data = { to: { name, timeZone }, url, number, day, entries, streams, word: headWord(head) };
  await postMail(deps, { key, kind, recipient, now, write: () => Promise.resolve(renderMail('audit-head', locale, data)) }); // prettier-ignore
}
