import type { Mode, ReasonCode } from './words';

export type Vote = 'approve' | 'reject' | 'abstain';

/** One seat of a step: at most one vote, worth `weight` where the mode weighs. */
export interface Seat {
  readonly key: string;
  readonly weight: number;
  readonly vote: Vote | null;
}

/** The part of a step that says how votes are counted. */
export interface TallyRule {
  readonly mode: Mode;
  readonly quorum?: number | undefined;
  readonly ratioBp?: number | undefined;
  readonly thresholdBp?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly veto?: boolean | undefined;
  readonly rejectWaits?: boolean | undefined;
  readonly anyApprove?: boolean | undefined;
  readonly ballot?: { readonly quorum?: string | undefined; readonly threshold: string } | undefined;
}

export interface Verdict {
  readonly outcome: 'pending' | 'approved' | 'rejected';
  readonly reason: Extract<ReasonCode, 'ANY_DECIDED' | 'QUORUM_REACHED' | 'QUORUM_IMPOSSIBLE'> | null;
}

const PENDING: Verdict = { outcome: 'pending', reason: null };
const REACHED: Verdict = { outcome: 'approved', reason: 'QUORUM_REACHED' };
const IMPOSSIBLE: Verdict = { outcome: 'rejected', reason: 'QUORUM_IMPOSSIBLE' };

interface Count {
  readonly seats: readonly Seat[];
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
  readonly open: number;
}

const countBy = (seats: readonly Seat[], worth: (seat: Seat) => number): Count => {
  const sum = (vote: Vote | null) => seats.filter((s) => s.vote === vote).reduce((total, s) => total + worth(s), 0);
  return { seats, yes: sum('approve'), no: sum('reject'), abstained: sum('abstain'), open: sum(null) };
};
const heads = (seats: readonly Seat[]): Count => countBy(seats, () => 1);
const weights = (seats: readonly Seat[]): Count => countBy(seats, (seat) => seat.weight);

/** Decides as early as the votes allow; all arithmetic is on integers. `closed` ends a ballot before all have voted. */
export function tally(rule: TallyRule, seats: readonly Seat[], closed = false): Verdict {
  return COUNT[rule.mode](rule, seats, closed);
}

type Counting = (rule: TallyRule, seats: readonly Seat[], closed: boolean) => Verdict;

const COUNT: Readonly<Record<Mode, Counting>> = {
  any: (rule, seats) => (rule.anyApprove ? anyApprove(heads(seats)) : firstResponse(heads(seats))),
  all: (rule, seats) => (rule.rejectWaits ? allWaiting(heads(seats)) : enough(heads(seats), seats.length, true)),
  sequential: (_rule, seats) => inTurn(seats),
  quorum: (rule, seats) => enough(heads(seats), rule.quorum ?? seats.length, rule.veto ?? false),
  ratio: (rule, seats) => {
    const votes = heads(seats);
    const needed = (rule.ratioBp ?? 10_000) * seats.length;
    return reach(votes.yes * 10_000, votes.open * 10_000, (value) => value >= needed);
  },
  weighted: (rule, seats) => {
    const votes = weights(seats);
    const needed = (rule.thresholdBp ?? 5_000) * seats.reduce((total, seat) => total + seat.weight, 0);
    return reach(votes.yes * 10_000, votes.open * 10_000, (value) => (rule.strict ? value > needed : value >= needed));
  },
  ballot: (rule, seats, closed) => ballot(rule, weights(seats), closed),
};

function firstResponse({ yes, no, open }: Count): Verdict {
  if (yes > 0) return { outcome: 'approved', reason: 'ANY_DECIDED' };
  if (no > 0) return { outcome: 'rejected', reason: 'ANY_DECIDED' };
  return open === 0 ? IMPOSSIBLE : PENDING;
}

function anyApprove({ yes, open }: Count): Verdict {
  if (yes > 0) return { outcome: 'approved', reason: 'ANY_DECIDED' };
  return open === 0 ? IMPOSSIBLE : PENDING;
}

/** Everybody answers before anything is decided, so that minds may change until then. */
function allWaiting({ seats, yes, open }: Count): Verdict {
  if (open > 0) return PENDING;
  return yes === seats.length ? REACHED : IMPOSSIBLE;
}

function enough({ yes, no, open }: Count, needed: number, veto: boolean): Verdict {
  if (veto && no > 0) return IMPOSSIBLE;
  return reach(yes, open, (value) => value >= needed);
}

/** Passes when the votes suffice already, fails when not even all open votes could make them suffice. */
function reach(yes: number, open: number, suffices: (value: number) => boolean): Verdict {
  if (suffices(yes)) return REACHED;
  return suffices(yes + open) ? PENDING : IMPOSSIBLE;
}

/** One after the other: any reject ends it, and the last one to be asked must approve. */
function inTurn(seats: readonly Seat[]): Verdict {
  if (seats.some(({ vote }) => vote === 'reject')) return IMPOSSIBLE;
  if (seats.some(({ vote }) => vote === null)) return PENDING;
  return seats.at(-1)?.vote === 'approve' ? REACHED : IMPOSSIBLE;
}

/**
 * A secret-ballot style count that closes when all have voted or its time is up. With a quorum, abstentions count for the
 * quorum and the threshold looks at yes and no only; without one, the threshold looks at all weight.
 */
function ballot(rule: TallyRule, votes: Count, closed: boolean): Verdict {
  const all = votes.yes + votes.no + votes.abstained + votes.open;
  if (!closed && votes.seats.some(({ vote }) => vote === null)) return PENDING;
  const { quorum, threshold } = rule.ballot ?? { threshold: '1/2' };
  const cast = all - votes.open;
  const present = quorum === undefined || exceeds(cast, fraction(quorum), all);
  const base = quorum === undefined ? all : votes.yes + votes.no;
  const agreed = votes.yes > 0 && exceeds(votes.yes, fraction(threshold), base);
  return present && agreed ? REACHED : IMPOSSIBLE;
}

/** `part > share · whole`, exactly; the whole itself always passes (a share of 1 asks for all of it). */
const exceeds = (part: number, [above, below]: readonly [number, number], whole: number): boolean =>
  part * below > above * whole || part === whole;

function fraction(text: string): readonly [number, number] {
  const [above = 1, below = 1] = text.split('/').map(Number);
  return [above, below];
}
