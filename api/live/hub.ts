import { type Subject, subjectKey, versionsOf } from '../../db/read/live';
import type { Services } from '../services';

type Listener = (version: string) => void;

interface Watched {
  readonly subject: Subject;
  readonly listeners: Set<Listener>;
}

const EVERY_MS = 1_000;

/**
 * Looks once a second whether what open pages show has changed, with one query for all of them: the trail says so, also of
 * what other processes did, and a database that is away for a moment loses nobody.
 */
export class LiveHub {
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly deps: Pick<Services, 'db' | 'log'>,
    private readonly everyMs = EVERY_MS,
  ) {}

  /** How many subjects somebody looks at. */
  get size(): number {
    return this.watched.size;
  }

  /** Tells the version of a subject at every look, until the answer is called. */
  watch(subject: Subject, listener: Listener): () => void {
    const key = subjectKey(subject);
    const { listeners } = this.watched.get(key) ?? { listeners: new Set<Listener>() };
    this.watched.set(key, { subject, listeners });
    listeners.add(listener);
    this.schedule();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.watched.get(key)?.listeners === listeners) this.watched.delete(key);
    };
  }

  private schedule(): void {
    if (this.timer || this.watched.size === 0) return;
    this.timer = setTimeout(() => void this.look(), this.everyMs);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    try {
      const versions = await versionsOf(
        this.deps.db,
        [...this.watched.values()].map(({ subject }) => subject),
      );
      for (const [key, version] of versions) this.watched.get(key)?.listeners.forEach((listener) => listener(version));
    } catch (error) {
      this.deps.log.warn({ err: error }, 'open pages could not be told of changes');
    } finally {
      this.timer = null;
      this.schedule();
    }
  }
}
