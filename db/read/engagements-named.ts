import type { Db } from '../knex';

/** Number and title of engagements by id. */
export async function engagementNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db<{ id: string; number: string; title: string }>('engagements')
    .whereRaw('id = any(?::uuid[])', [[...ids]])
    .select('id', 'number', 'title');
  return new Map(rows.map(({ id, number, title }) => [id, `${number} ${title}`]));
}
