import { v7 as uuidv7 } from 'uuid';
import type { Person } from '../domain/people/people';
import type { Db } from './knex';
import { appendAudit, MASTER_STREAM } from './stores/audit';
import { orderMails } from './stores/mail-orders';
import { findByEmail, lockPerson, updatePerson } from './stores/people';
import { removeSecondFactors } from './stores/second-factors';
import { insertToken } from './stores/tokens';
import { inTransaction, type Trx } from './transaction';

const TOKEN_MS = 3_600_000;

export interface LetIn {
  readonly email: string;
  /** Of a token with which they sign in within the hour. */
  readonly secret: string;
  /** Whether they have lost their second factor as well. */
  readonly resetSecondFactor: boolean;
  readonly now: number;
}

/**
 * For whoever runs the product when no administrator can sign in any more: gives somebody who is on record that role and
 * a token for an hour. It stands in the trail, and the person is told. Answers who it is; null for an unknown address.
 */
export async function letInAdministrator(db: Db, wish: LetIn): Promise<Person | null> {
  return inTransaction(db, async (trx) => {
    const found = await findByEmail(trx, wish.email);
    const kept = found && (await lockPerson(trx, found.id));
    if (!kept) return null;
    const roles = [...new Set([...kept.person.roles, 'admin' as const])];
    const person: Person = { ...kept.person, roles, active: true };
    await updatePerson(trx, person, wish.now);
    await openDoor(trx, person, wish);
    return person;
  });
}

async function openDoor(trx: Trx, { id: userId }: Person, { secret, resetSecondFactor, now }: LetIn): Promise<void> {
  const tokenId = uuidv7();
  const expiresAt = now + TOKEN_MS;
  await insertToken(trx, { id: tokenId, userId, name: 'operator', secret, expiresAt, now });
  const hadFactor = resetSecondFactor && (await removeSecondFactors(trx, userId));
  const payload = { userId, tokenId, secondFactorReset: hadFactor };
  const type = 'user.administrator-let-in';
  await appendAudit(trx, MASTER_STREAM, [{ key: `${type}:${tokenId}`, at: now, type, channel: 'system', payload }]);
  const changes = ['token-made', ...(hadFactor ? ['second-factor-reset'] : [])];
  await orderMails(
    trx,
    changes.map((change) => ({
      key: `sign-in-changed:${userId}:${uuidv7()}`,
      kind: 'sign-in-changed' as const,
      recipientId: userId,
      engagementId: null,
      facts: { change },
      now,
    })),
  );
}
