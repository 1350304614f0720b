import type { Step } from '../../../domain/approval/schema';
import type { RequestState, StepRun, Task } from '../../../domain/approval/state';

/** The rules of counting and of who may decide, written a second time and differently: the engine is checked against them. */
export interface Votes {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
  readonly all: number;
  readonly yesWeight: number;
  readonly noWeight: number;
  readonly castWeight: number;
  readonly allWeight: number;
}

/** The vote of each place: the answer of the task that decided it. A place that was taken out again has none. */
export function votesOf(state: RequestState, run: StepRun): Votes {
  const places = run.seats.flatMap(({ weight, removed }, seat) => {
    const answer = state.tasks.find((task) => task.runId === run.id && task.seat === seat && isCounted(task));
    return removed ? [] : [{ weight, decision: answer?.decision ?? null }];
  });
  const heads = (decision: string) => places.filter((place) => place.decision === decision).length;
  const weight = (...decisions: string[]) =>
    places.reduce((sum, place) => sum + (decisions.includes(place.decision ?? '') ? place.weight : 0), 0);
  return {
    yes: heads('approve'),
    no: heads('reject'),
    abstained: heads('abstain'),
    all: places.length,
    yesWeight: weight('approve'),
    noWeight: weight('reject'),
    castWeight: weight('approve', 'reject', 'abstain'),
    allWeight: places.reduce((sum, place) => sum + place.weight, 0),
  };
}

/** A vote in the step's own name that no signature is awaited for. */
export const isCounted = ({ askedById, signing, status }: Task): boolean =>
  askedById === null && signing === null && ['approved', 'rejected', 'abstained'].includes(status);

/** Whether the votes carry a step, by the table "pass when" of the design. */
export function carries(step: Step, votes: Votes): boolean {
  switch (step.mode) {
    case 'any':
      return votes.yes >= 1 && (step.anyApprove === true || votes.no === 0);
    case 'all':
      return votes.yes === votes.all;
    case 'sequential':
      return votes.no === 0 && votes.yes >= 1 && votes.yes + votes.abstained === votes.all;
    case 'quorum':
      return votes.yes >= (step.quorum ?? NaN) && !(step.veto === true && votes.no > 0);
    case 'ratio':
      return votes.yes / votes.all >= (step.ratioBp ?? NaN) / 10_000;
    case 'weighted': {
      const share = (step.thresholdBp ?? 5_000) * votes.allWeight;
      return step.strict === true ? votes.yesWeight * 10_000 > share : votes.yesWeight * 10_000 >= share;
    }
    case 'ballot':
      return ballotCarries(step, votes);
  }
}

function ballotCarries({ ballot }: Step, votes: Votes): boolean {
  const passes = (part: number, share: string, whole: number): boolean => {
    const [above = NaN, below = 1] = share.split('/').map(Number);
    return part === whole || part / whole > above / below + 1e-12;
  };
  const base = ballot?.quorum === undefined ? votes.allWeight : votes.yesWeight + votes.noWeight;
  const present = ballot?.quorum === undefined || passes(votes.castWeight, ballot.quorum, votes.allWeight);
  return present && votes.yesWeight > 0 && passes(votes.yesWeight, ballot?.threshold ?? '', base);
}

/** People who must not decide a step now: SoD, and with `distinctApprovers` whoever decided another step on the way. */
export function mustNotDecide(state: RequestState, step: Step): readonly string[] {
  const own = step.selfHandler === 'allow' && state.policyKey !== 'gate-contract' ? [] : [state.requesterId];
  if (!state.policy?.settings.distinctApprovers) return [...own, ...state.excludedIds];
  const newest = new Map(state.runs.map((run) => [run.key, run]));
  newest.delete(step.key);
  const live = [...newest.values()].filter(({ status }) => status === 'approved' || status === 'active');
  const deciders = state.tasks.filter(
    ({ runId, status }) => status === 'approved' && live.some(({ id }) => id === runId),
  );
  return [...own, ...state.excludedIds, ...deciders.flatMap(personsOf)];
}

/** Whoever decided, and the person in whose name. */
export const personsOf = ({ assigneeId, onBehalfOfId }: Task): readonly string[] =>
  onBehalfOfId === null ? [assigneeId] : [assigneeId, onBehalfOfId];
