import type { Db } from '../../db/knex';
import type { Stage } from '../stage/stage';

/** What the product holds at an instant, by the name of each figure. */
export interface Usage {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly figures: Readonly<Record<string, number>>;
}

const PRODUCT = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;

export async function usageOf({ keepers }: Stage, db: Db): Promise<Usage> {
  const { rows } = await db.raw<{ rows: { connections: number; dead: number }[] }>(
    `select (select count(*)::integer from pg_stat_activity where usename = 'tenure') as connections,
       (select round(100.0 * sum(n_dead_tup) / greatest(1, sum(n_live_tup + n_dead_tup)), 1)::double precision
        from pg_stat_user_tables) as dead`,
  );
  const memory = PRODUCT.map((name) => [`${name}, MB`, keepers[name].residentMb()] as const);
  const files = PRODUCT.reduce((sum, name) => sum + keepers[name].fileHandles(), 0);
  const { connections = 0, dead = 0 } = rows[0] ?? {};
  const figures = { ...Object.fromEntries(memory), 'open files': files, connections, 'dead rows, %': dead };
  return { at: Date.now(), figures };
}
