import type { Db } from '../../db/knex';
import type { Road } from '../guarded-lookup';
import type { Bucket } from './pace';

/** What the activities of an exit need; built in worker.ts. */
export interface MigrationDeps {
  readonly db: Db;
  /** Places that exits may read and write (setting TENURE_EXIT_ALLOW). */
  readonly exitAllow: readonly string[];
  /** Root keys, newest first; the first one signs manifests and certificates. */
  readonly secrets: readonly string[];
  /** Where `env:NAME` references are looked up: resolved here and nowhere else. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Which addresses of allowed hosts need not be public; none when absent. */
  readonly road?: Road;
  /** Authority whose certificates servers show, in place of those of the system. */
  readonly authority?: string;
  /** Limit that all migrations of this worker share; none when absent. */
  readonly bandwidth?: Bucket | undefined;
}
