import { everyAccount } from '../people/accounts';
import type { Candidate, Found } from './events';
import { insideMatrix } from './flow';
import type { Step } from './schema';
import { accountsOf, latestRun, type RequestState, type SeatPlan, tasksOf } from './state';
import { isBinding, type ReasonCode } from './words';

/** People who may not decide a step: the requester and everybody acting with them, and earlier approvers where all must differ. */
export function barred(state: RequestState, step: Step): ReadonlySet<string> {
  const self = step.selfHandler === 'allow' && !isBinding(state.policyKey) ? [] : [state.requesterId];
  return everyAccount(
    [...self, ...state.excludedIds, ...editorsIn(state), ...earlierApprovers(state, step)],
    state.accounts,
  );
}

/** Whoever last changed what the round is about, where that keeps them from deciding it. */
export const editorsIn = ({ editorIds = [] }: RequestState): readonly string[] => editorIds;

function earlierApprovers(state: RequestState, step: Step): readonly string[] {
  if (!state.policy?.settings.distinctApprovers) return [];
  const others = state.runs.filter((run) => run.key !== step.key && latestRun(state, run.key)?.id === run.id);
  const live = others.filter(({ status }) => status === 'approved' || status === 'active');
  return live.flatMap(({ id }) =>
    tasksOf(state, id).flatMap(({ status, assigneeId, onBehalfOfId }) =>
      status === 'approved' ? [assigneeId, ...(onBehalfOfId === null ? [] : [onBehalfOfId])] : [],
    ),
  );
}

export type Assignment =
  | { readonly outcome: 'ask'; readonly seats: readonly SeatPlan[] }
  | { readonly outcome: 'skip' | 'approve' | 'reject' | 'block'; readonly reason: ReasonCode };

/** Who decides a step: the people found, without those who may not (P3), and what happens when nobody is left (P2). */
export function assign(state: RequestState, step: Step, found: Found): Assignment {
  if (!found.applies) return { outcome: 'skip', reason: 'CONDITION_FALSE' };
  const out = barred(state, step);
  const asked = insideMatrix(state.policy?.steps ?? [], step.key) ? found.candidates.map(byMatrix) : found.candidates;
  const seats = collapse(
    state,
    asked.flatMap((candidate) => seatFor(candidate, { state, step, found, out })),
  );
  if (!mayVote(step, seats)) return nobodyLeft(step, found, out);
  const needed = step.mode === 'quorum' ? (step.quorum ?? 1) : 1;
  return seats.length < needed ? { outcome: 'block', reason: 'QUORUM_IMPOSSIBLE' } : { outcome: 'ask', seats };
}

const byMatrix = (candidate: Candidate): Candidate => ({ ...candidate, origin: 'matrix' });

interface Around {
  readonly state: RequestState;
  readonly step: Step;
  readonly found: Found;
  readonly out: ReadonlySet<string>;
}

function seatFor(candidate: Candidate, { state, step, found, out }: Around): readonly SeatPlan[] {
  const seat = { weight: candidate.weight, origin: candidate.origin, reasonCode: null, insteadOfId: null };
  if (!out.has(candidate.personId)) return [{ ...seat, personId: candidate.personId }];
  // A step that was returned to asks again for real (F5).
  if (step.selfHandler === 'skip' && state.returnedTo !== step.key) return [];
  const { managerId } = candidate;
  if (managerId !== null && !out.has(managerId))
    return [{ ...seat, personId: managerId, reasonCode: 'SELF_MANAGER', insteadOfId: candidate.personId }];
  const adminId = found.adminIds.find((id) => !out.has(id));
  return adminId === undefined
    ? []
    : [{ ...seat, personId: adminId, reasonCode: 'EMPTY_ADMIN', insteadOfId: candidate.personId }];
}

/** One person, one task: the weights of several seats add up. */
function collapse(state: RequestState, seats: readonly SeatPlan[]): readonly SeatPlan[] {
  const byPerson = new Map<string, SeatPlan>();
  for (const seat of seats) {
    const [person = seat.personId] = accountsOf(state, seat.personId).toSorted();
    const known = byPerson.get(person);
    byPerson.set(person, known ? { ...known, weight: known.weight + seat.weight } : seat);
  }
  return [...byPerson.values()];
}

function mayVote({ mode }: Step, seats: readonly SeatPlan[]): boolean {
  const weighs = mode === 'weighted' || mode === 'ballot';
  return seats.length > 0 && (!weighs || seats.some(({ weight }) => weight > 0));
}

function nobodyLeft(step: Step, found: Found, out: ReadonlySet<string>): Assignment {
  const handler = step.emptyHandler ?? 'admin';
  if (handler === 'reject') return { outcome: 'reject', reason: 'EMPTY_REJECT' };
  if (handler === 'approve') return { outcome: 'approve', reason: 'EMPTY_APPROVE' };
  const { fallbackId } = found;
  if (handler !== 'admin' && fallbackId !== null && !out.has(fallbackId)) return only(step, fallbackId, 'EMPTY_USER');
  const adminId = found.adminIds.find((id) => !out.has(id));
  return adminId === undefined ? { outcome: 'block', reason: 'NOBODY_ELIGIBLE' } : only(step, adminId, 'EMPTY_ADMIN');
}

function only(step: Step, personId: string, reasonCode: ReasonCode): Assignment {
  if (step.mode === 'quorum' && (step.quorum ?? 1) > 1) return { outcome: 'block', reason: 'QUORUM_IMPOSSIBLE' };
  return { outcome: 'ask', seats: [{ personId, weight: 1, origin: 'direct', reasonCode, insteadOfId: null }] };
}
