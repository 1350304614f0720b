import type { PasskeyPurpose } from '../../domain/people/passkey';
import type { Db } from '../knex';
import { hashSecret } from './tokens';

interface Row {
  readonly challenge_hash: string;
  readonly purpose: PasskeyPurpose;
  readonly bound_hash: string;
  readonly expires_at: Date;
}

/** What a passkey was asked: for what, and who alone may answer it. */
export interface Challenge {
  readonly challenge: string;
  readonly purpose: PasskeyPurpose;
  /** The session, the first proof or the browser that it was put to. */
  readonly boundTo: string;
}

export const insertChallenge = (
  db: Db,
  { challenge, purpose, boundTo, expiresAt }: Challenge & { readonly expiresAt: number },
): Promise<unknown> =>
  db('passkey_challenges').insert({
    challenge_hash: hashSecret(challenge),
    purpose,
    bound_hash: hashSecret(boundTo),
    expires_at: new Date(expiresAt),
  });

/** Whether we asked this of them, for this, and not too long ago. Whatever comes of it, nobody answers it again. */
export async function takeChallenge(db: Db, { challenge, purpose, boundTo }: Challenge, now: number): Promise<boolean> {
  const [row] = await db<Row>('passkey_challenges')
    .where({ challenge_hash: hashSecret(challenge) })
    .delete()
    .returning('*');
  const isTheirs = row?.purpose === purpose && row.bound_hash === hashSecret(boundTo);
  return isTheirs && now < row.expires_at.getTime();
}
