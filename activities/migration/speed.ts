import { performance } from 'node:perf_hooks';
import { savePhase } from '../../db/stores/dataset-runs';
import type { Phase } from '../../domain/exit/progress';
import type { MigrationDeps } from './deps';

/** How often the speed is written down at most. */
const EVERY_MS = 1_000;
/** The speed is that of about the last so many milliseconds. */
const WINDOW_MS = 30_000;

interface Mark {
  readonly at: number;
  readonly bytes: number;
}

/** Writes down which phase a run is in, and how fast bytes pass. */
export class Speed {
  private marks: Mark[] = [{ at: performance.now(), bytes: 0 }];
  private bytes = 0;
  private written = -EVERY_MS;

  private constructor(
    private readonly db: MigrationDeps['db'],
    private readonly run: { readonly id: string; readonly phase: Phase },
  ) {}

  static async begin(db: MigrationDeps['db'], id: string, phase: Phase): Promise<Speed> {
    await savePhase(db, id, { phase, bytesPerSecond: null });
    return new Speed(db, { id, phase });
  }

  /** So many bytes more have passed. */
  async passed(bytes: number): Promise<void> {
    const now = performance.now();
    this.bytes += bytes;
    this.marks = [...this.marks.filter(({ at }) => now - at < WINDOW_MS), { at: now, bytes: this.bytes }];
    if (now - this.written < EVERY_MS) return;
    this.written = now;
    const first = this.marks[0] ?? { at: now, bytes: this.bytes };
    const bytesPerSecond = Math.round((1000 * (this.bytes - first.bytes)) / Math.max(now - first.at, 1));
    await savePhase(this.db, this.run.id, { phase: this.run.phase, bytesPerSecond });
  }
}
