import { type Refusal, refusalOf } from '../errors';
import { type DatasetState, isAcknowledged, isVerified } from './states';

export const WAITING_DAYS = 30;
export const APPROVERS_NEEDED = 2;
const DAY_MS = 86_400_000;

/** All that the deletion gate looks at, gathered in one moment. */
export interface DeletionFacts {
  readonly state: DatasetState;
  /** The migration that counts ended with a verification that passed, as its record says. */
  readonly copyVerified: boolean;
  readonly settlementApproved: boolean;
  /** People who approved the request of policy `gate-deletion`; empty while it is open. */
  readonly approverIds: readonly string[];
  /** Who ran the migration and who asked for the deletion: their own approval does not count. */
  readonly runnerIds: readonly string[];
  /** Epoch milliseconds at which the receiver acknowledged the data. */
  readonly acknowledgedAt: number | null;
  readonly waitingDays: number;
  /** Reasons of legal holds in force. */
  readonly holds: readonly string[];
  readonly now: number;
}

export const waitingUntil = ({
  acknowledgedAt,
  waitingDays,
}: Pick<DeletionFacts, 'acknowledgedAt' | 'waitingDays'>): number | null =>
  acknowledgedAt === null ? null : acknowledgedAt + waitingDays * DAY_MS;

type Condition = (facts: DeletionFacts) => string | null;

const held = ({ holds }: Pick<DeletionFacts, 'holds'>): string | null =>
  holds.length === 0 ? null : `A legal hold forbids deletion: ${holds.join('; ')}.`;

/** The conditions of the deletion gate by name; each answers what is missing. */
const CONDITIONS = {
  verified: ({ state, copyVerified }) =>
    isVerified(state) && copyVerified ? null : 'The data has not been verified by reading the target back.',
  acknowledged: ({ state, acknowledgedAt }) =>
    isAcknowledged(state) && acknowledgedAt !== null ? null : 'The receiver has not acknowledged the data.',
  settlement: ({ settlementApproved }) => (settlementApproved ? null : 'The settlement has not been approved.'),
  approvers: ({ approverIds, runnerIds }) => {
    const independent = new Set(approverIds.filter((id) => !runnerIds.includes(id)));
    return independent.size >= APPROVERS_NEEDED
      ? null
      : 'Two people other than those who ran or asked for it must approve the deletion.';
  },
  waitingPeriod: (facts) => {
    const until = waitingUntil(facts);
    // Who need not wait need not know when the waiting began: that the data has arrived is a condition of its own.
    const over = facts.waitingDays === 0 || (until !== null && facts.now >= until);
    return over ? null : `The waiting period of ${facts.waitingDays} days is not over.`;
  },
  legalHold: held,
} as const satisfies Record<string, Condition>;
export type DeletionCondition = keyof typeof CONDITIONS;

export const DELETION_CONDITIONS = [
  'verified',
  'acknowledged',
  'settlement',
  'approvers',
  'waitingPeriod',
  'legalHold',
] as const satisfies readonly DeletionCondition[];

/** The deletion gate: nothing is deleted while this objects. It names every condition that is not met. */
export const deletionObjection = (facts: DeletionFacts): Refusal | null => objection(facts, DELETION_CONDITIONS);

/** What alone is asked again for each piece, in the moment in which it goes. */
export const holdObjection = (facts: Pick<DeletionFacts, 'holds'>): Refusal | null =>
  refusalOf('DELETION_NOT_ALLOWED', { legalHold: held(facts) });

/** Whether a deletion may be put to the approvers: all conditions but their own approval. */
export const deletionRequestObjection = (facts: DeletionFacts): Refusal | null =>
  objection(
    facts,
    DELETION_CONDITIONS.filter((name) => name !== 'approvers'),
  );

const objection = (facts: DeletionFacts, names: readonly DeletionCondition[]): Refusal | null =>
  refusalOf('DELETION_NOT_ALLOWED', Object.fromEntries(names.map((name) => [name, CONDITIONS[name](facts)])));
