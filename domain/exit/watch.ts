import { type FoundAlarm, millisOf } from '../risk/alarm';
import type { AlarmRecord } from '../risk/alarm-schema';

/** A reason for an alarm about the exit: the instant from which on it holds, null while there is none. */
export interface Watched extends FoundAlarm {
  readonly from: number | null;
}

interface Newest extends Pick<AlarmRecord, 'state' | 'severity' | 'closedAt'> {
  readonly comments: readonly { readonly step: string }[];
}

export interface WatchStep {
  readonly word: 'raise' | 'settle';
  readonly at: number;
}

const DAY = 86_400_000;
/** An alarm that somebody has closed comes back after so many days where its reason still holds. */
const AGAIN_DAYS = 30;

/** What is to be done about a reason next: the alarm is raised when it begins to hold, and closes when it has gone. */
export function watchStep({ from, severity }: Watched, newest: Newest | null, now: number): WatchStep | null {
  if (newest === null) return from === null ? null : { word: 'raise', at: from };
  if (newest.state !== 'closed') {
    if (from === null || from > now) return { word: 'settle', at: 0 };
    return severity === 'red' && newest.severity === 'amber' ? { word: 'raise', at: from } : null;
  }
  if (from === null) return null;
  const byItself = newest.comments.at(-1)?.step === 'settled';
  const closedAt = newest.closedAt === null ? 0 : millisOf(newest.closedAt);
  return { word: 'raise', at: byItself ? from : Math.max(from, closedAt + AGAIN_DAYS * DAY) };
}
