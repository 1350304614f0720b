import type { AgendaItem, Cursor } from '../../domain/engagement/agenda';
import { compareAgenda } from '../../domain/engagement/agenda';

/** An agenda of given items, as the planning activity would answer it. */
export const agendaOfItems =
  (items: readonly AgendaItem[]) =>
  ({ cursor, limit }: { cursor: Cursor; limit: number }): Promise<readonly AgendaItem[]> =>
    Promise.resolve(items.filter((item) => compareAgenda(item, cursor) > 0).slice(0, limit));
