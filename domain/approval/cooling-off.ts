import { instantText } from '../calendar/business-time';
import { type Change, forEach, mail, note, patch } from './change';
import { hoursOf } from './durations';
import type { Settings } from './schema';
import type { RequestState, Task } from './state';

const HOUR_MS = 3_600_000;
/** Before what nobody can undo: data that is deleted does not come back. Elsewhere a policy says so where it is wanted. */
const USUAL: Readonly<Record<string, string>> = { 'gate-deletion': 'PT4H' };
const NONE = 'PT0S';

type Asked = Pick<RequestState, 'policyKey' | 'atOnce'>;

/** How long an approval waits before it takes effect, as an ISO duration in plain time. */
export const coolingOffOf = ({ policyKey, atOnce }: Asked, { coolingOff }: Pick<Settings, 'coolingOff'>): string =>
  coolingOff ?? (atOnce ? NONE : (USUAL[policyKey] ?? NONE));

/** All steps have agreed, and the approval does not take effect yet. */
export const isCooling = ({ status, coolingOffUntil = null }: RequestState): boolean =>
  status === 'pending' && coolingOffUntil !== null;

/** Until when an approval that is complete now may be objected to; null when it takes effect at once. */
export function coolingEnd(state: RequestState, now: number): number | null {
  // Requests that were opened under earlier rules end as they did then.
  if (state.revision < 3 || !state.policy) return null;
  const length = lengthOf(state);
  return length > 0 ? now + length : null;
}

const lengthOf = (state: RequestState): number =>
  Math.round(hoursOf(coolingOffOf(state, state.policy?.settings ?? {})) * HOUR_MS);

/** A step is asked again: the time that the approval has cooled off takes nothing from the time to decide. */
export function coolNoMore(change: Change): Change {
  const { expiresAt, coolingOffUntil = null } = change.state;
  if (coolingOffUntil === null) return change;
  const spent = change.now - (coolingOffUntil - lengthOf(change.state));
  return patch(change, { coolingOffUntil: null, expiresAt: expiresAt === null ? null : expiresAt + spent });
}

/** Everybody has agreed: whoever asked and whoever approved hear of it, and can still say that something is wrong. */
export function coolOff(change: Change, until: number): Change {
  const { requesterId, round, version } = change.state;
  const cooling = note(patch(change, { coolingOffUntil: until }), 'request.cooling-off', {
    payload: { round, until: instantText(until) },
  });
  const told = mail(cooling, { kind: 'cooling-off', taskId: null, recipientId: requesterId, seq: version + 1 });
  return forEach(told, ownApprovals(told.state), (next, { id, assigneeId }) =>
    mail(next, { kind: 'cooling-off', taskId: id, recipientId: assigneeId, seq: version + 1 }),
  );
}

/** The latest approval that each person gave themselves in this round. */
function ownApprovals({ tasks, runs, round }: RequestState): readonly Task[] {
  const current = new Set(runs.filter((run) => run.round === round).map(({ id }) => id));
  const given = tasks.filter(
    ({ runId, status, channel }) => status === 'approved' && channel !== 'workflow' && current.has(runId),
  );
  return [...new Map(given.map((task) => [task.assigneeId, task])).values()];
}
