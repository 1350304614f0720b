import { giveBackUse, type LinkUse, type LinkUses, takeUse, USES_PER_HOUR } from '../../db/stores/link-uses';
import type { Db } from '../../db/knex';

/** Does something that a task may have done only so often an hour; answers whether it was done, and when it may be again. */
export async function withinLimit(
  db: Db,
  use: LinkUse,
  work: () => Promise<void>,
): Promise<LinkUses & { readonly done: boolean }> {
  const taken = await takeUse(db, use);
  if (taken.uses > USES_PER_HOUR[use.kind]) return { ...taken, done: false };
  try {
    await work();
  } catch (error) {
    await giveBackUse(db, use);
    throw error;
  }
  return { ...taken, done: true };
}
