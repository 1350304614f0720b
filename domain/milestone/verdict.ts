import type { Issue, Refusal } from '../errors';
import { lastRound, type Milestone, type MilestoneRound, openRequestOf } from './milestone';
import type { Criterion, MilestoneVerdict } from './schema';
import type { MilestoneOutcome } from './words';

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });

/** Why a person cannot judge the delivery, or null: nobody accepts what they have delivered themselves. */
export function judgeObjection(milestone: Pick<Milestone, 'state' | 'rounds'>, by: string): Refusal | null {
  const { state } = milestone;
  if (state !== 'delivered')
    return conflict(state === 'planned' ? 'Nothing was delivered yet.' : `The milestone is ${state} already.`);
  if (openRequestOf(milestone)) return conflict('Its acceptance is being approved.');
  return lastRound(milestone)?.actorId === by
    ? { code: 'FORBIDDEN', message: 'Somebody else judges what you have delivered.' }
    : null;
}

/** What is wrong with a verdict: every criterion is judged; an acceptance has all of them met, a rejection says what is missing. */
export function verdictFaults(
  criteria: readonly Criterion[],
  { criteria: marks }: MilestoneVerdict,
  outcome: MilestoneOutcome,
): readonly Issue[] {
  const known = new Set(criteria.map(({ key }) => key));
  const missing = criteria.filter(({ key }) => !marks.some((mark) => mark.key === key));
  const ofMarks = marks.flatMap(({ key, met, reason }, index) => {
    const fault = (part: string, message: string): Issue => ({ path: `criteria.${index}.${part}`, message });
    if (!known.has(key)) return [fault('key', 'is not a criterion of the milestone')];
    if (outcome === 'accepted' && !met) return [fault('met', 'must hold for an acceptance')];
    return !met && reason === undefined ? [fault('reason', 'says what is missing')] : [];
  });
  const allMet = outcome === 'rejected' && marks.every(({ met }) => met);
  return [
    ...ofMarks,
    ...missing.map(({ key }) => ({ path: 'criteria', message: `says nothing of ${key}` })),
    ...(allMet ? [{ path: 'criteria', message: 'names nothing that is missing' }] : []),
  ];
}

/** The criteria that a delivery did not meet, and why. */
export const missingOf = (
  criteria: readonly Criterion[],
  marks: MilestoneRound['marks'],
): readonly { readonly text: string; readonly reason: string }[] =>
  marks
    .filter(({ met }) => !met)
    .map(({ key, reason = '' }) => ({ text: criteria.find((one) => one.key === key)?.text ?? key, reason }));

interface Judging {
  readonly outcome: MilestoneOutcome;
  readonly by: string;
  readonly now: number;
}

const ofLastRound = (milestone: Milestone, change: Partial<MilestoneRound>): readonly MilestoneRound[] =>
  milestone.rounds.map((round, index) => (index === milestone.rounds.length - 1 ? { ...round, ...change } : round));

export const judgeMilestone = (
  before: Milestone,
  { criteria: marks, comment }: MilestoneVerdict,
  { outcome, by, now }: Judging,
): Milestone => ({
  ...before,
  state: outcome,
  rounds: ofLastRound(before, { outcome, decidedAt: now, decidedBy: by, marks, comment: comment ?? null }),
  version: before.version + 1,
});

/** An acceptance that others approve: it is kept as it was proposed, and counts once they have. */
export const askAcceptance = (
  before: Milestone,
  { criteria: marks, comment }: MilestoneVerdict,
  { by, requestId, now }: { readonly by: string; readonly requestId: string; readonly now: number },
): Milestone => ({
  ...before,
  rounds: ofLastRound(before, { decidedBy: by, marks, comment: comment ?? null, requestId, askedAt: now }),
  version: before.version + 1,
});

/** The approvers have decided. Where they refuse, the delivery waits for us as before, with what they said in the request. */
export const settleAcceptance = (before: Milestone, approved: boolean, now: number): Milestone => ({
  ...before,
  state: approved ? 'accepted' : 'delivered',
  rounds: ofLastRound(
    before,
    approved
      ? { outcome: 'accepted', decidedAt: now }
      : { decidedBy: null, marks: [], comment: null, requestId: null, askedAt: null },
  ),
  version: before.version + 1,
});
