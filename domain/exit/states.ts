import type { Refusal } from '../errors';

/** The life of a dataset at exit. Drills run beside it and change nothing here. */
export const DATASET_STATES = [
  'inventoried',
  'exporting',
  'verifying',
  'verified',
  'mismatch',
  'acknowledged',
  'deletion-requested',
  'deleted',
] as const;
export type DatasetState = (typeof DATASET_STATES)[number];

export const MODES = ['real', 'drill'] as const;
export type Mode = (typeof MODES)[number];

export const RUN_STATES = ['running', 'verified', 'mismatch', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

interface Transition {
  readonly from: readonly DatasetState[];
  readonly to: DatasetState;
  /** Completes "A dataset in state X cannot …". */
  readonly what: string;
}

/** What may happen to a dataset, and what it is afterwards. */
export const DATASET_EVENTS = {
  'migration-started': { from: ['inventoried', 'mismatch', 'verified'], to: 'exporting', what: 'be migrated' },
  transferred: { from: ['exporting', 'verifying'], to: 'verifying', what: 'be verified' },
  'verification-passed': { from: ['verifying'], to: 'verified', what: 'pass its verification' },
  'verification-failed': { from: ['verifying'], to: 'mismatch', what: 'fail its verification' },
  'migration-stopped': { from: ['exporting', 'verifying'], to: 'inventoried', what: 'stop its migration' },
  acknowledged: { from: ['verified'], to: 'acknowledged', what: 'be acknowledged' },
  'deletion-requested': { from: ['acknowledged'], to: 'deletion-requested', what: 'be deleted' },
  'deletion-refused': { from: ['deletion-requested'], to: 'acknowledged', what: 'go back' },
  deleted: { from: ['deletion-requested'], to: 'deleted', what: 'be recorded as deleted' },
} as const satisfies Record<string, Transition>;
export type DatasetEvent = keyof typeof DATASET_EVENTS;

const TRANSITIONS: Readonly<Record<DatasetEvent, Transition>> = DATASET_EVENTS;

export const nextState = (event: DatasetEvent): DatasetState => TRANSITIONS[event].to;

/** Why an event may not happen to a dataset now. */
export function datasetObjection(state: DatasetState, event: DatasetEvent): Refusal | null {
  const { from, what } = TRANSITIONS[event];
  if (from.includes(state)) return null;
  return {
    code: 'STATE_CONFLICT',
    message: `A dataset in state ${state} cannot ${what} (only from ${from.join(' or ')}).`,
  };
}

/** Source and target may change as long as nothing has been carried over for good. */
export const mayRedefine = (state: DatasetState): boolean => state === 'inventoried' || state === 'mismatch';

/** What was read back from the target is known to equal the source. */
export const isVerified = (state: DatasetState): boolean =>
  state === 'verified' || state === 'acknowledged' || state === 'deletion-requested' || state === 'deleted';

/** The receiver has confirmed it. */
export const isAcknowledged = (state: DatasetState): boolean =>
  state === 'acknowledged' || state === 'deletion-requested' || state === 'deleted';
