import { z } from 'zod';
import { DATASET_STATES, isVerified } from '../../domain/exit/states';
import { formatBytes } from '../../templates/format';
import type { Caller } from '../demo/http';
import { StartFailure } from './failure';

const DatasetProgress = z.looseObject({
  key: z.string(),
  state: z.enum(DATASET_STATES),
  failure: z.string().nullable(),
  progress: z.looseObject({
    bytes: z.number(),
    totalBytes: z.number(),
    verifiedBytes: z.number(),
    phase: z.string().nullable(),
    bytesPerSecond: z.number().nullable(),
    remainingSeconds: z.number().nullable(),
  }),
});
type DatasetProgress = z.infer<typeof DatasetProgress>;
const Exit = z.looseObject({ datasets: z.array(DatasetProgress) });

export interface Following {
  readonly caller: Caller;
  readonly engagementId: string;
  /** One dataset; all of them when absent. */
  readonly key: string | undefined;
  readonly report: (line: string) => void;
  /** Waits until it is time to look again. */
  readonly pause: () => Promise<void>;
}

/** Follows migrations until none runs any more; answers what became of each dataset. */
export async function followMigrations(following: Following): Promise<readonly DatasetProgress[]> {
  for (;;) {
    const datasets = await read(following);
    const running = datasets.filter(({ state }) => state === 'exporting' || state === 'verifying');
    if (running.length === 0) return datasets;
    following.report(running.map(progressLine).join(' | '));
    await following.pause();
  }
}

async function read({ caller, engagementId, key }: Following): Promise<readonly DatasetProgress[]> {
  const { datasets } = await caller({ method: 'GET', path: `/engagements/${engagementId}/exit` }, Exit);
  const chosen = datasets.filter((dataset) => key === undefined || dataset.key === key);
  if (chosen.length > 0) return chosen;
  throw new StartFailure(key === undefined ? 'The engagement has no datasets.' : `There is no dataset ${key}.`);
}

export function progressLine({ key, progress }: DatasetProgress): string {
  const { phase, bytesPerSecond, remainingSeconds } = progress;
  const [done, all] =
    phase === 'verify' ? [progress.verifiedBytes, progress.bytes] : [progress.bytes, progress.totalBytes];
  const parts = [
    `${key}: ${phase ?? 'waiting'} ${size(done)} of ${size(all)}`,
    ...(all > 0 ? [`${Math.floor((100 * Math.min(done, all)) / all)} %`] : []),
    ...(bytesPerSecond === null ? [] : [`${size(bytesPerSecond)}/s`]),
    ...(remainingSeconds === null ? [] : [`${clock(remainingSeconds)} left`]),
  ];
  return parts.join(', ');
}

export const verdictLine = ({ key, state, failure }: DatasetProgress): string =>
  failure === null ? `${key}: ${state}` : `${key}: ${state}, because the last migration stopped: ${failure}`;

/** 0 when every copy is equal, 1 when one is not or stopped, 2 when one was never migrated. */
export function exitCodeOf(datasets: readonly DatasetProgress[]): 0 | 1 | 2 {
  const open = datasets.filter(({ state }) => !isVerified(state));
  if (open.length === 0) return 0;
  return open.some(({ state, failure }) => state === 'mismatch' || failure !== null) ? 1 : 2;
}

const size = (bytes: number): string => formatBytes(bytes, 'en');

function clock(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (part: number): string => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
