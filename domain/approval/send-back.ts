import { type Change, forEach, mail, note, patch, patchRun } from './change';
import { allSteps, relation, returnTargets } from './flow';
import { latestRun, type RequestState } from './state';
import { cancelAll, cancelRun } from './tasks';

export interface SendBack {
  readonly fromKey: string;
  /** `START` or the key of an approved step before. */
  readonly target: string;
  readonly advance: (change: Change) => Change;
}

/** The target that a word means at this step, or null when it cannot be reached from there. */
export function targetOf(state: RequestState, fromKey: string, word: string): string | null {
  const targets = returnTargets(state, fromKey);
  if (word === 'START') return 'START';
  if (word === 'previous') return targets[0] ?? 'START';
  return targets.includes(word) ? word : null;
}

/** Returns the request to its requester or to an earlier step; decisions made so far stay in the history. */
export function sendBack(change: Change, { fromKey, target, advance }: SendBack): Change {
  const returned = note(change, 'step.returned', { payload: { stepKey: fromKey, round: change.state.round, target } });
  return target === 'START' ? toRequester(returned, fromKey) : advance(toStep(returned, fromKey, target));
}

function toRequester(change: Change, fromKey: string): Change {
  const { requesterId, round } = change.state;
  const closed = markReturned(cancelAll(change, 'SENT_BACK'), [fromKey]);
  const draft = patch(closed, { status: 'draft', outcomeReason: 'SENT_BACK', resumeAt: fromKey });
  const noted = note(draft, 'request.returned', { payload: { round, stepKey: fromKey } });
  return mail(noted, { kind: 'returned', taskId: null, recipientId: requesterId, seq: round });
}

function toStep(change: Change, fromKey: string, target: string): Change {
  const { state } = change;
  const nodes = state.policy?.steps ?? [];
  const later = allSteps(nodes)
    .map(({ key }) => key)
    .filter((key) => relation(nodes, target, key) === 'before');
  const again = afterReturn(state, fromKey) === 'resume' ? [target, fromKey] : [target, ...later];
  const reset = markReturned(change, again);
  return patch(reset, { round: state.round + 1, returnedTo: target });
}

/** The step's own rule goes before the policy's; without either everything after the target is done again. */
export function afterReturn(state: RequestState, fromKey: string): 'rerun' | 'resume' {
  const step = allSteps(state.policy?.steps ?? []).find(({ key }) => key === fromKey);
  return step?.afterReturn ?? state.policy?.settings.afterReturn ?? 'rerun';
}

export function markReturned(change: Change, keys: readonly string[]): Change {
  const runs = keys.map((key) => latestRun(change.state, key)).filter((run) => run !== undefined);
  return forEach(change, runs, (next, run) =>
    patchRun(cancelRun(next, run, 'SENT_BACK'), run.id, { status: 'returned', reasonCode: 'SENT_BACK', retryAt: null }),
  );
}
