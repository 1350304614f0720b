import type { Request } from 'express';
import { PASSWORD_LINK_MINUTES, passwordTarget } from '../../domain/people/password-link';
import { Email } from '../../domain/people/schema';
import type { Person } from '../../domain/people/people';
import { orderMails } from '../../db/stores/mail-orders';
import { findPassword, personByEmail } from '../../db/stores/passwords';
import { findPerson } from '../../db/stores/people';
import { countTry, TRIES } from '../../db/stores/sign-in-tries';
import { inTransaction } from '../../db/transaction';
import { readLink } from '../../links';
import type { PageLinks } from '../../page-links';
import { TooManyRequests } from '../problems';
import type { Services } from '../services';
import { networkOf } from './address';
import { mayHavePassword } from './password';
import { noteSignIn } from './trail';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** Has a link mailed to the address on file, three of them within a quarter of an hour; says nothing of whether there is one. */
export async function askForPassword(deps: Deps, req: Request, email: string): Promise<void> {
  const { db, clock } = deps;
  const now = clock();
  const from = await countTry(db, { kind: 'address', name: networkOf(req) }, now);
  if (from.tries > TRIES.address)
    throw new TooManyRequests('There were too many tries to sign in.', Math.ceil((from.until - now) / 1_000));
  const known = Email.safeParse(email).success ? await personByEmail(db, email) : null;
  const asked = await countTry(db, { kind: 'mail', name: email.toLowerCase() }, now);
  if (asked.tries > TRIES.mail) return;
  const expiresAt = now + PASSWORD_LINK_MINUTES * 60_000;
  await inTransaction(db, async (trx) => {
    await noteSignIn(trx, req, { type: 'password.asked', userId: known?.person.id ?? null, now });
    if (known && mayHavePassword(deps, known.person))
      await orderMails(trx, [orderFor(known.person.id, { expiresAt, now })]);
  });
}

const orderFor = (userId: string, { expiresAt, now }: { readonly expiresAt: number; readonly now: number }) =>
  ({
    key: `password-link:${userId}:${now}`,
    kind: 'password-link',
    recipientId: userId,
    engagementId: null,
    facts: { expiresAt: String(expiresAt) },
    now,
  }) as const;

export interface PasswordLink {
  readonly person: Person;
  /** When the password was set that this link replaces; 0 for none. */
  readonly changedAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Whose password a link sets; null for every text that is no link of ours, and for one that was used. */
export async function findPasswordLink(deps: Deps, links: PageLinks, token: string): Promise<PasswordLink | null> {
  const { db } = deps;
  const parsed = readLink(token);
  const person = await findPerson(db, parsed.taskId);
  const changedAt = (await findPassword(db, parsed.taskId))?.changedAt ?? 0;
  const known = person ?? { id: parsed.taskId, email: '' };
  const isOurs = links.isGenuine(parsed, passwordTarget({ person: known, changedAt, expiresAt: parsed.expiresAt }));
  return isOurs && person?.active && mayHavePassword(deps, person)
    ? { person, changedAt, expiresAt: parsed.expiresAt }
    : null;
}
