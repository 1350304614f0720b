import { isBeforeSigning, type State } from '../engagement/statuses';
import type { Refusal } from '../errors';
import type { Side } from '../issue/words';
import type { MoneyText } from '../money';
import type { Criterion, Mark, MilestoneChange, MilestoneDelivery, NewMilestone } from './schema';
import { awaitsDelivery, type MilestoneOutcome, type MilestoneState } from './words';

/** One delivery and what became of it. Instants in epoch milliseconds. */
export interface MilestoneRound {
  readonly side: Side;
  /** Null for the vendor behind its link. */
  readonly actorId: string | null;
  readonly deliveredAt: number;
  readonly deliveredOn: string;
  readonly note: string;
  readonly links: readonly string[];
  readonly documentIds: readonly string[];
  readonly outcome: MilestoneOutcome | null;
  readonly decidedAt: number | null;
  /** Who judged it; where an acceptance needs approval, from the moment on which it was asked for. */
  readonly decidedBy: string | null;
  readonly marks: readonly Mark[];
  readonly comment: string | null;
  /** The request by which its acceptance is, or was, approved, and when it was asked for. */
  readonly requestId: string | null;
  readonly askedAt: number | null;
}

/** Something that the vendor delivers by a day, and that we accept by its criteria. */
export interface Milestone {
  readonly id: string;
  readonly number: number;
  readonly engagementId: string;
  readonly title: string;
  readonly description: string;
  readonly due: string;
  readonly fee: MoneyText | null;
  readonly criteria: readonly Criterion[];
  readonly policyKey: string | null;
  readonly contractual: boolean;
  readonly state: MilestoneState;
  readonly rounds: readonly MilestoneRound[];
  readonly cancelled: { readonly by: string; readonly at: number; readonly reason: string } | null;
  readonly createdBy: string;
  readonly createdAt: number;
  /** What the vendor has been told, and what it has been reminded of. */
  readonly said: readonly string[];
  readonly version: number;
}

/** What a milestone is called among people. */
export const milestoneName = ({ number, title }: Pick<Milestone, 'number' | 'title'>): string =>
  `#${number} ${title}`.slice(0, 200);

/** What its alarm is about; a title may change while the alarm stands. */
export const milestoneSubject = ({ number }: Pick<Milestone, 'number'>): string => `#${number}`;

interface Planning {
  readonly id: string;
  readonly number: number;
  readonly engagementId: string;
  readonly state: State;
  readonly by: string;
  readonly now: number;
}

const conflict = (message: string): Refusal => ({ code: 'STATE_CONFLICT', message });

const BY_CHANGE = 'What the contract says of a milestone changes by a change request that names it (`milestones`).';

/** Why a milestone cannot be planned so, or null: once both have signed, a price comes by a change request. */
export const planObjection = (state: State, { fee }: Pick<NewMilestone, 'fee'>): Refusal | null =>
  isBeforeSigning(state) || fee === undefined
    ? null
    : conflict('The contract is signed: plan it without a fee, then ask for a change that gives it one.');

/** What is planned before both have signed is part of the contract. */
export const planMilestone = (body: NewMilestone, { state, by, now, ...named }: Planning): Milestone => ({
  ...named,
  title: body.title,
  description: body.description,
  due: body.due,
  fee: body.fee ?? null,
  criteria: body.criteria,
  policyKey: body.policyKey ?? null,
  contractual: isBeforeSigning(state),
  state: 'planned',
  rounds: [],
  cancelled: null,
  createdBy: by,
  createdAt: now,
  said: [],
  version: 1,
});

/** Why a milestone cannot be changed in this way, or null. What was delivered is judged by what was asked for. */
export function changeObjection(
  { state, contractual }: Pick<Milestone, 'state' | 'contractual'>,
  { due, fee }: Pick<MilestoneChange, 'due' | 'fee'>,
  engagement: State,
): Refusal | null {
  if (state !== 'planned') return conflict(`The milestone is ${state} already.`);
  if (isBeforeSigning(engagement)) return null;
  if (fee !== undefined || (contractual && due !== undefined)) return conflict(BY_CHANGE);
  return null;
}

export const changeMilestone = (before: Milestone, change: MilestoneChange): Milestone => ({
  ...before,
  title: change.title ?? before.title,
  description: change.description ?? before.description,
  due: change.due ?? before.due,
  fee: change.fee === undefined ? before.fee : change.fee,
  criteria: change.criteria ?? before.criteria,
  policyKey: change.policyKey === undefined ? before.policyKey : change.policyKey,
  version: before.version + 1,
});

/** Why a change request cannot move a milestone, or null: what has been accepted is owed as it is. */
export const termsObjection = ({ state }: Pick<Milestone, 'state'>): Refusal | null =>
  state === 'accepted' || state === 'cancelled' ? conflict(`The milestone is ${state} already.`) : null;

/** An approved change of the contract; with it the milestone is part of it. */
export const moveMilestone = (
  before: Milestone,
  { due, fee }: { readonly due?: string | undefined; readonly fee?: MoneyText | undefined },
): Milestone => ({
  ...before,
  due: due ?? before.due,
  fee: fee ?? before.fee,
  contractual: true,
  version: before.version + 1,
});

export const lastRound = ({ rounds }: Pick<Milestone, 'rounds'>): MilestoneRound | null => rounds.at(-1) ?? null;

/** The request that decides about its acceptance now; null where nobody has been asked. */
export function openRequestOf({ state, rounds }: Pick<Milestone, 'state' | 'rounds'>): string | null {
  return state === 'delivered' ? (rounds.at(-1)?.requestId ?? null) : null;
}

/** Why nothing can be delivered, or null. */
export const deliverObjection = ({ state }: Pick<Milestone, 'state'>): Refusal | null =>
  awaitsDelivery(state) ? null : conflict(`The milestone is ${state} already.`);

interface Delivering {
  readonly side: Side;
  readonly actorId: string | null;
  readonly on: string;
  readonly now: number;
}

export const deliverMilestone = (
  before: Milestone,
  { note, links, documentIds }: MilestoneDelivery,
  { side, actorId, on, now }: Delivering,
): Milestone => ({
  ...before,
  state: 'delivered',
  rounds: [
    ...before.rounds,
    {
      ...{ side, actorId, deliveredAt: now, deliveredOn: on, note, links, documentIds },
      ...{ outcome: null, decidedAt: null, decidedBy: null, marks: [], comment: null, requestId: null, askedAt: null },
    },
  ],
  version: before.version + 1,
});

/** Why a milestone cannot be given up, or null. */
export const cancelObjection = ({ state }: Pick<Milestone, 'state'>): Refusal | null =>
  awaitsDelivery(state) ? null : conflict(`The milestone is ${state} already.`);

interface Cancelling {
  readonly by: string;
  readonly reason: string;
  readonly now: number;
  /** Whether the vendor knows of it. */
  readonly isKnown: boolean;
}

export const cancelMilestone = (before: Milestone, { by, reason, now, isKnown }: Cancelling): Milestone => ({
  ...before,
  state: 'cancelled',
  cancelled: { by, at: now, reason },
  said: isKnown ? before.said : [...before.said, 'cancelled'],
  version: before.version + 1,
});
