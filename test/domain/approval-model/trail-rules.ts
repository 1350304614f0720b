import type { Fact } from '../../../domain/approval/events';
import { reduce } from '../../../domain/approval/reducer';
import type { RequestState } from '../../../domain/approval/state';
import type { Desk } from '../approval-builders';
import { must } from './must';

/** Rules about the whole of a sequence: what the trail alone tells, and that it tells it again. */
export function checkTrail(desk: Desk): void {
  const facts = desk.log.flatMap((applied) => applied.facts);
  checkOutcomes(facts);
  checkReplay(desk);
  const told = readTrail(facts);
  const { state } = desk;
  if (!state.policy) return;
  must(told.status === state.status, `the trail says ${told.status}, the state ${state.status}`);
  must(told.round === state.round, `the trail says round ${told.round}, the state ${state.round}`);
  must(same([...told.decisions].sort(), decisionsIn(state).sort()), 'the trail names the same decisions as the state');
}

const ENDS: Readonly<Partial<Record<Fact['type'], RequestState['status']>>> = {
  'request.approved': 'approved',
  'request.rejected': 'rejected',
  'request.withdrawn': 'withdrawn',
  'request.expired': 'expired',
  'request.terminated': 'terminated',
  'request.superseded': 'superseded',
};

/** One final outcome per round at most, and no vote after it. */
function checkOutcomes(facts: readonly Fact[]): void {
  const ended = new Set<unknown>();
  for (const { type, payload } of facts) {
    if (type.startsWith('task.') && payload['round'] !== undefined)
      must(!ended.has(payload['round']), `${type} comes before the end of its round`);
    if (!ENDS[type]) continue;
    must(!ended.has(payload['round']), 'a round ends once');
    ended.add(payload['round']);
  }
}

/** The same events at the same moments lead to the same states. */
function checkReplay({ log }: Desk): void {
  let state = log[0]?.before;
  for (const { event, now, after } of log) {
    state = state && reduce(state, event, now).state;
    must(same(state, after), `${event.type} gives the same state again`);
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Told {
  status: RequestState['status'];
  round: number;
  /** By task. */
  decisions: Map<string | null, string>;
}

/** Reads status, round and decisions from the trail alone, as an auditor would. */
function readTrail(facts: readonly Fact[]): Told {
  const told: Told = { status: 'pending', round: 1, decisions: new Map() };
  for (const fact of facts) read(told, fact);
  return told;
}

function read(told: Told, { type, payload, taskId, actorId, onBehalfOfId }: Fact): void {
  const end = ENDS[type];
  if (end) told.status = end;
  if (type === 'request.returned') told.status = 'draft';
  if (type === 'request.resubmitted') Object.assign(told, { status: 'pending', round: payload['round'] });
  // A round that begins anew forgets the tasks of the rounds before.
  if (type === 'request.opened') told.decisions.clear();
  if (type === 'step.returned' && payload['target'] !== 'START') told.round += 1;
  const timed = type === 'task.timed-out' && (payload['action'] === 'approve' || payload['action'] === 'reject');
  if (timed) told.decisions.set(taskId, `${String(payload['action'])} by time`);
  if (DECIDED[type]) told.decisions.set(taskId, `${DECIDED[type]} by ${actorId ?? onBehalfOfId ?? ''}`);
  if (type === 'request.annulled') told.decisions.delete(String(payload['taskId']));
  if (type === 'task.take-back') told.decisions.delete(taskId);
}

const DECIDED: Readonly<Partial<Record<Fact['type'], string>>> = {
  'task.approve': 'approve',
  'task.reject': 'reject',
  'task.abstain': 'abstain',
  'task.send-back': 'send-back',
  'task.opinion': 'opinion',
};

const decisionsIn = (state: RequestState): [string, string][] =>
  state.tasks
    .filter(({ decision, reasonCode }) => decision !== null && reasonCode !== 'TAKEN_BACK' && reasonCode !== 'ANNULLED')
    .map(({ id, decision, reasonCode, assigneeId }) => [
      id,
      `${decision ?? ''} by ${reasonCode?.startsWith('TIMEOUT_') ? 'time' : assigneeId}`,
    ]);
