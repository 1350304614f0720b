import type { Db } from '../../db/knex';
import { PRODUCT, type Stage } from '../stage/stage';
import { resourcesOf } from './conduct';

/** What the product holds at an instant, by the name of each figure. */
export interface Usage {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly figures: Readonly<Record<string, number>>;
}

export async function usageOf(stage: Stage, db: Db): Promise<Usage> {
  const { rows } = await db.raw<{ rows: { dead: number | null }[] }>(
    `select round(100.0 * sum(n_dead_tup) / greatest(1, sum(n_live_tup + n_dead_tup)), 1)::double precision as dead
     from pg_stat_user_tables`,
  );
  const { connections, fileHandles } = await resourcesOf(stage, db);
  const memory = PRODUCT.map((name) => [`${name}, MB`, stage.keepers[name].residentMb()] as const);
  const around = { 'open files': fileHandles, connections, 'dead rows, %': rows[0]?.dead ?? 0 };
  return { at: Date.now(), figures: { ...Object.fromEntries(memory), ...around } };
}
