import { addDays, addMonthsClamped, daysBetween } from '../calendar/civil';
import { toInstantText } from '../risk/alarm';
import type { Throughput, Verification } from './manifest';
import { estimateMigration } from './migration-estimate';
import type { MigrationEstimateAnswer } from './readiness-schema';
import type { RunState } from './states';

interface DrillRun {
  readonly id: string;
  readonly state: RunState;
  readonly sampleBp: number;
  readonly verification: Verification | null;
  readonly throughput: Throughput | null;
  readonly failure: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** What a drill has shown: how long it took, what went wrong, and how long all of it would take. */
export interface Drill {
  readonly id: string;
  readonly state: RunState;
  readonly sampleBp: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Hours from its beginning to its verdict. */
  readonly hours: number | null;
  readonly passed: boolean | null;
  readonly failure: string | null;
  readonly exceptions: readonly string[];
  readonly noticeDays: number;
  readonly estimate: MigrationEstimateAnswer | null;
}

/** Where no contract says, a month of notice is taken for granted. */
const ASSUMED_NOTICE = { months: 1, days: 0 };

/** Days from a notice given today to the end of the service. */
export function noticeDays(notice: { readonly months: number; readonly days: number } | null, today: string): number {
  const { months, days } = notice ?? ASSUMED_NOTICE;
  return daysBetween(today, addDays(addMonthsClamped(today, months), days));
}

const HOUR_MS = 3_600_000;
/** A drill of a moment still took some time. */
const LEAST_HOURS = 1e-6;

export function drillReport(run: DrillRun, notice: number): Drill {
  const { id, state, sampleBp, verification, throughput, startedAt, endedAt, failure } = run;
  const found = verification?.findings.flatMap(({ check, differences }) =>
    differences.map((one) => `${check}: ${one}`),
  );
  const estimate =
    throughput && throughput.bytes > 0
      ? estimateMigration({
          sampleBytes: throughput.bytes,
          sampleHours: Math.max(throughput.hours, LEAST_HOURS),
          totalBytes: throughput.totalBytes,
          noticeDays: notice,
        })
      : null;
  return {
    ...{ id, state, sampleBp, failure, estimate, noticeDays: notice },
    startedAt: toInstantText(startedAt),
    endedAt: endedAt === null ? null : toInstantText(endedAt),
    hours: endedAt === null ? null : Math.round(((endedAt - startedAt) / HOUR_MS) * 10_000) / 10_000,
    passed: verification?.passed ?? null,
    exceptions: [...(failure === null ? [] : [failure]), ...(found ?? [])].slice(0, 50),
  };
}
