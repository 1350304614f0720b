import type { AgendaItem, Cursor } from './agenda';

const PAUSE_MS = 3_600_000;

/**
 * What was done and is there all the same comes round again an hour after that, and not at once for ever: whatever is
 * behind the cursor knows itself whether it has been done, and here its doing has not settled it.
 */
export const laterIfUnsettled = (
  items: readonly AgendaItem[],
  after: Cursor,
  doneAt: ReadonlyMap<string, number>,
): readonly AgendaItem[] =>
  items.map((item) => {
    const done = doneAt.get(item.key);
    return done === undefined || !isBehind(item, after) ? item : { ...item, at: Math.max(item.at, done + PAUSE_MS) };
  });

/** Due already; `pendingAgenda` puts such items right behind what was done last. */
export const isBehind = ({ at }: Pick<AgendaItem, 'at'>, after: Cursor): boolean => at <= after.at + 1;
