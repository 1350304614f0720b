import { nextWakeAt } from './clock';
import { isCooling } from './cooling-off';
import type { Actor, Event, Question, TaskAct } from './events';
import { objection } from './objection';
import { questions, reduce } from './reducer';
import { activeTasks, type Decision, type RequestState, type Task } from './state';

/** What a person is taken to answer, and when. */
export interface Answer {
  readonly at: number;
  readonly action: Decision;
}

export interface Script {
  /** Null for a task that its holder leaves alone. */
  readonly answerTo: (task: Task, state: RequestState) => Answer | null;
  /** Whether reminders, escalation, timeouts and expiry happen as well. */
  readonly timesOut: boolean;
}

/** A question of the request that is played, to be answered by the event that it leads to. */
export interface Asked {
  readonly question: Question;
  readonly state: RequestState;
  readonly now: number;
}

export interface Played {
  readonly state: RequestState;
  /** When the last thing happened. */
  readonly endedAt: number;
}

/** Beyond this a play has become a circle. */
const MAX_TURNS = 5_000;

/**
 * Plays a request with the same reducer that runs it, while nobody is asked and nothing is written: it yields what the
 * request needs to know from outside, and takes the answers of people from a script.
 */
export function* play(opened: RequestState, script: Script): Generator<Asked, Played, Event> {
  let state = opened;
  let now = opened.startedAt;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const [question] = questions(state, now);
    const next: Happening | null = question
      ? { at: now, event: yield { question, state, now } }
      : nextHappening(state, script, now);
    if (!next) break;
    now = next.at;
    ({ state } = reduce(state, next.event, now));
  }
  return { state, endedAt: now };
}

interface Happening {
  readonly at: number;
  readonly event: Event;
}

/** The first answer or the next moment of the clock; nothing when only a blocked step is left. */
function nextHappening(state: RequestState, script: Script, now: number): Happening | null {
  if (isCooling(state)) return { at: state.coolingOffUntil ?? now, event: { type: 'tick' } };
  if (state.status !== 'pending' || activeTasks(state).length === 0) return null;
  const answers = activeTasks(state).flatMap((task) => answerOf(task, { state, script, now }));
  const [first] = [...answers].sort((a, b) => a.at - b.at);
  const wakeAt = script.timesOut ? nextWakeAt(state) : null;
  if (wakeAt !== null && (!first || wakeAt < first.at)) return { at: Math.max(now, wakeAt), event: { type: 'tick' } };
  return first ?? null;
}

interface Scene {
  readonly state: RequestState;
  readonly script: Script;
  readonly now: number;
}

/** What the rules refuse to a person counts as no answer. */
function answerOf(task: Task, { state, script, now }: Scene): readonly Happening[] {
  const answer = script.answerTo(task, state);
  if (!answer) return [];
  const at = Math.max(now, answer.at);
  const actor: Actor = { id: task.assigneeId, admin: false, channel: 'api' };
  const act: TaskAct = { on: 'task', action: answer.action, taskId: task.id, decisionId: task.id, ...WORDS };
  return objection(state, act, { actor, now: at }) ? [] : [{ at, event: { type: 'act', act, actor } }];
}

/** Steps may ask for words and a name; what they are does not matter to a play. */
const WORDS = { comment: 'as in the play', signature: 'as in the play' };
