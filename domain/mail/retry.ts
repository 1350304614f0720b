const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FIRST_WAIT = 2 * SECOND;
const LONGEST_WAIT = 15 * MINUTE;
const PATIENCE = 24 * 60 * MINUTE;

interface Tried {
  /** Tries that have failed, at least one. */
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly orderedAt: number;
  readonly now: number;
}

/** When a mail is tried again: after waits that double up to a quarter of an hour, for a day. Null after that. */
export function nextMailTry({ attempts, orderedAt, now }: Tried): number | null {
  const next = now + Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
  return next - orderedAt > PATIENCE ? null : next;
}
