import type { RunState } from './states';

/** What a running migration does. */
export const PHASES = ['inventory', 'transfer', 'verify', 'record'] as const;
export type Phase = (typeof PHASES)[number];

/** What is on record of a run and its pieces. */
export interface Standing {
  readonly state: RunState;
  readonly phase: Phase | null;
  readonly bytesPerSecond: number | null;
  /** At the source as its inventory found it; of tables about. */
  readonly totalBytes: number;
  readonly sentBytes: number;
  /** Of these, read back and found equal. */
  readonly verifiedBytes: number;
}

export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly verifiedBytes: number;
  /** Null while nothing runs. */
  readonly phase: Phase | null;
  readonly bytesPerSecond: number | null;
  /** Of the phase; null while it cannot be told. */
  readonly remainingSeconds: number | null;
}

export function progressOf(standing: Standing): Progress {
  const { state, phase, sentBytes, verifiedBytes } = standing;
  const isRunning = state === 'running';
  const totalBytes = state === 'verified' ? sentBytes : Math.max(standing.totalBytes, sentBytes);
  const rate = isRunning ? standing.bytesPerSecond : null;
  const left = { transfer: totalBytes - sentBytes, verify: sentBytes - verifiedBytes, inventory: null, record: null };
  const open = phase === null ? null : left[phase];
  return {
    bytes: sentBytes,
    totalBytes,
    verifiedBytes,
    phase: isRunning ? phase : null,
    bytesPerSecond: rate,
    remainingSeconds: open === null || rate === null || rate <= 0 ? null : Math.ceil(open / rate),
  };
}

/** Before anything was migrated. */
export const NO_PROGRESS: Progress = {
  bytes: 0,
  totalBytes: 0,
  verifiedBytes: 0,
  phase: null,
  bytesPerSecond: null,
  remainingSeconds: null,
};
