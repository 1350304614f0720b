import { businessTimeBetween, instantText } from '../calendar/business-time';
import type { WorkCalendar } from '../calendar/schema';
import { roundStart, wasGiven } from './backtest';
import type { Backtest, BacktestLine } from './backtest-schema';
import { allSteps } from './flow';
import { latestRun, type RequestState, tasksOf } from './state';

export interface Courses {
  readonly title: string;
  /** As it happened. */
  readonly past: RequestState;
  /** The same, played by the policy that it ran on. */
  readonly before: RequestState;
  /** Played by the candidate. */
  readonly after: RequestState;
  readonly calendar: WorkCalendar;
}

/** What the candidate would have changed for one request. */
export function compareCourses({ title, past, before, after, calendar }: Courses): BacktestLine {
  const [asked, askedAfter] = [seatsOf(before), seatsOf(after)];
  const steps = difference(keysOf(asked), keysOf(askedAfter));
  const approvers = difference(asked, askedAfter);
  const otherOutcome = before.status !== after.status;
  const others = approvers.added.length + approvers.removed.length > 0;
  const hours = { before: hoursOf(before, calendar), after: hoursOf(after, calendar) };
  const delta = hours.before === null || hours.after === null ? null : rounded(hours.after - hours.before);
  return {
    ...headOf(past, title),
    verdict: otherOutcome ? 'other-outcome' : others ? 'other-approvers' : 'same',
    reason: null,
    firstDivergingStep: otherOutcome || others ? firstDiverging(before, after) : null,
    steps,
    approvers: { added: approvers.added.map(seat), removed: approvers.removed.map(seat) },
    outcome: { before: past.status, after: after.status },
    hours: { ...hours, delta },
    assumedAnswers: after.tasks.filter(
      (task) => task.decision !== null && task.channel === 'api' && !wasGiven(task, after, { past, calendar }),
    ).length,
  };
}

/** A request about which the back-test knows too little to say anything. */
export const cannotTell = (past: RequestState, title: string, reason: string): BacktestLine => ({
  ...headOf(past, title),
  verdict: 'cannot-tell',
  reason,
  firstDivergingStep: null,
  steps: { added: [], removed: [] },
  approvers: { added: [], removed: [] },
  outcome: { before: past.status, after: null },
  hours: { before: null, after: null, delta: null },
  assumedAnswers: 0,
});

const headOf = (past: RequestState, title: string) => ({
  requestId: past.id,
  title,
  startedAt: instantText(past.startedAt),
  policyVersion: past.policy?.version ?? 0,
});

/** `<stepKey> <personId>` of everybody who was asked by the policy; copies by escalation are not counted. */
const seatsOf = (state: RequestState): readonly string[] =>
  state.runs
    .filter((run) => latestRun(state, run.key)?.id === run.id)
    .flatMap((run) => {
      const asked = new Set(tasksOf(state, run.id).map(({ seat: number }) => number));
      return run.seats.flatMap(({ personId }, number) => (asked.has(number) ? [`${run.key} ${personId}`] : []));
    });

const keysOf = (seats: readonly string[]): readonly string[] => [...new Set(seats.map((text) => seat(text).stepKey))];

function seat(text: string): { readonly stepKey: string; readonly personId: string } {
  const [stepKey = '', personId = ''] = text.split(' ');
  return { stepKey, personId };
}

const difference = (before: readonly string[], after: readonly string[]) => ({
  added: after.filter((item) => !before.includes(item)),
  removed: before.filter((item) => !after.includes(item)),
});

/** In the order of the candidate, then of the policy that it ran on. */
function firstDiverging(before: RequestState, after: RequestState): string | null {
  const keys = [after, before].flatMap(({ policy }) => allSteps(policy?.steps ?? []).map(({ key }) => key));
  return keys.find((key) => courseOf(before, key) !== courseOf(after, key)) ?? null;
}

const courseOf = (state: RequestState, key: string): string => {
  const seats = seatsOf(state).filter((text) => seat(text).stepKey === key);
  return JSON.stringify([seats.length > 0 ? latestRun(state, key)?.status : null, [...seats].sort()]);
};

const HOUR_MS = 3_600_000;
const rounded = (hours: number): number => Math.round(hours * 100) / 100;
const hoursOf = (state: RequestState, calendar: WorkCalendar): number | null =>
  state.closedAt === null ? null : rounded(businessTimeBetween(calendar, roundStart(state), state.closedAt) / HOUR_MS);

export interface Rest {
  readonly leftOut: Readonly<Record<string, number>>;
  readonly truncated: boolean;
}

export function totalsOf(items: readonly BacktestLine[], { leftOut, truncated }: Rest): Backtest['totals'] {
  const count = (verdict: BacktestLine['verdict']): number => items.filter((item) => item.verdict === verdict).length;
  const sum = (of: (item: BacktestLine) => number): number => items.reduce((total, item) => total + of(item), 0);
  return {
    examined: items.length,
    same: count('same'),
    otherApprovers: count('other-approvers'),
    otherOutcome: count('other-outcome'),
    cannotTell: count('cannot-tell'),
    stepsAdded: sum(({ steps }) => steps.added.length),
    stepsRemoved: sum(({ steps }) => steps.removed.length),
    deltaHours: rounded(sum(({ hours }) => hours.delta ?? 0)),
    leftOut,
    truncated,
  };
}
