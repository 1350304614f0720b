import { processFactsOf } from '../db/read/processes';
import type { Db } from '../db/knex';
import { processIds } from '../workflows/ids';

/** Ids of all workflows that were about the engagement. */
export const processesOf = async (db: Db, id: string): Promise<readonly string[]> =>
  processIds(await processFactsOf(db, id));
