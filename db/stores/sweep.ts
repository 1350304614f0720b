import type { Trx } from '../transaction';
import { TRIES_WINDOW_MS } from './sign-in-tries';

const KEEP_KEYS_MS = 7 * 86_400_000;
const KEEP_STATES_MS = 3_600_000;

export async function forgetOldSessions(trx: Trx, now: number): Promise<void> {
  await trx('sessions').where('expires_at', '<', new Date(now)).delete();
}

/** Wrong tries at signing in count for a quarter of an hour. */
export async function forgetOldTries(trx: Trx, now: number): Promise<void> {
  await trx('sign_in_tries')
    .where('since', '<', new Date(now - TRIES_WINDOW_MS))
    .delete();
}

/** What came back from the organisation's sign-in an hour ago could not be brought again: its time was over long before. */
export async function forgetUsedStates(trx: Trx, now: number): Promise<void> {
  await trx('used_states')
    .where('used_at', '<', new Date(now - KEEP_STATES_MS))
    .delete();
}

/** What a passkey was asked is answered within minutes, or by nobody. */
export async function forgetOldChallenges(trx: Trx, now: number): Promise<void> {
  await trx('passkey_challenges').where('expires_at', '<', new Date(now)).delete();
}

/** Answers are kept for a week, well beyond the retries of any client. */
export async function forgetOldKeys(trx: Trx, now: number): Promise<void> {
  await trx('idempotency_keys')
    .where('created_at', '<', new Date(now - KEEP_KEYS_MS))
    .delete();
}
