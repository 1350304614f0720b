import { DateTime } from 'luxon';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Waits after the first, second, … failed try; about three days in all. After the last try the delivery is dead. */
export const RETRY_WAITS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  DAY,
];

/** When a delivery is tried again after `attempts` failures; null after the last. A receiver may ask for more time, up to a day. */
export function nextTry(
  attempts: number,
  { now, retryAfterMs }: { readonly now: number; readonly retryAfterMs: number | null },
): number | null {
  const wait = RETRY_WAITS[attempts - 1];
  return wait === undefined ? null : now + Math.max(wait, Math.min(retryAfterMs ?? 0, DAY));
}

/** Milliseconds that a `Retry-After` header asks for (RFC 9110, 10.2.3: seconds or a date); null when it says nothing. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const at = DateTime.fromHTTP(header);
  return at.isValid ? Math.max(0, at.toMillis() - now) : null;
}
