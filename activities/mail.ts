import { createHash } from 'node:crypto';
import type { Person } from '../domain/people/people';
import { isSample } from '../db/stores/samples';
import { isSampleAddress } from '../domain/samples/words';
import {
  isOpen,
  noteAttempt,
  noteCollected,
  noteFailure,
  noteSent,
  noteSkipped,
  noteUnsent,
} from '../db/stores/mail-log';
import type { Deps, Letter } from './deps';

export type PostOffice = Pick<Deps, 'db' | 'mailer' | 'mailFrom'>;

/** Somebody with an address: a person, or without an id the contact of a vendor. */
export interface Recipient extends Pick<Person, 'name' | 'email' | 'active'> {
  readonly id: string | null;
}

export interface Posting {
  /** Business identity: the same key is the same mail, however often it is tried. */
  readonly key: string;
  readonly kind: string;
  readonly recipient: Recipient;
  readonly requestId?: string | null;
  readonly taskId?: string | null;
  readonly engagementId?: string | null;
  /** Epoch milliseconds of business time. */
  readonly now: number;
  /** Null when there is nothing to tell any more. */
  readonly write: () => Promise<Pick<Letter, 'subject' | 'text' | 'html' | 'calendar'> | null>;
}

/**
 * Sends a mail once per key. A crash between the relay's answer and our note sends it again, with the same Message-ID and
 * the same text, so that mail systems fold the two into one. A failure is noted and thrown, for the engine to try again.
 */
export async function postMail({ db, mailer, mailFrom }: PostOffice, posting: Posting): Promise<void> {
  const { key, kind, recipient, now } = posting;
  if (!recipient.active || !(await isOpen(db, key))) return;
  if (await isAboutSample(db, posting)) return noteUnsent(db, entryOf(posting, mailFrom), SAMPLE);
  const letter = await posting.write();
  if (!letter) return noteSkipped(db, key);
  const messageId = messageIdOf(key, mailFrom);
  const { requestId, taskId, engagementId } = posting;
  const about = { requestId, taskId, engagementId };
  await noteAttempt(db, {
    key,
    kind,
    recipientId: recipient.id,
    address: recipient.email,
    subject: letter.subject,
    messageId,
    ...about,
    now,
  });
  try {
    await mailer.send({ ...letter, to: { name: recipient.name, address: recipient.email }, messageId });
  } catch (error) {
    await noteFailure(db, key, error instanceof Error ? error.message : String(error));
    throw error;
  }
  await noteSent(db, key, now);
}

/** Why a mail was not sent, in the log. */
export const SAMPLE = 'sample';

/** Of samples nobody is told, and nothing goes to the people that were made with them. */
const isAboutSample = async (
  db: PostOffice['db'],
  { recipient, engagementId }: Pick<Posting, 'recipient' | 'engagementId'>,
): Promise<boolean> =>
  isSampleAddress(recipient.email) || (engagementId ? isSample(db, 'engagement', engagementId) : false);

/** Keeps a reminder for the recipient's digest; once per key, and not when it went out before. */
export async function collectMail({ db, mailFrom }: PostOffice, posting: Omit<Posting, 'write'>): Promise<void> {
  const entry = entryOf(posting, mailFrom);
  if (await isAboutSample(db, posting)) return noteUnsent(db, entry, SAMPLE);
  await noteCollected(db, entry);
}

const entryOf = ({ recipient, ...about }: Omit<Posting, 'write'>, mailFrom: string) => ({
  ...about,
  recipientId: recipient.id,
  messageId: messageIdOf(about.key, mailFrom),
});

/** Derived from the business key alone, so that it is the same on every attempt. */
function messageIdOf(key: string, mailFrom: string): string {
  const [, host = 'localhost'] = /@([A-Za-z0-9.-]+)/.exec(mailFrom) ?? [];
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${host}>`;
}
