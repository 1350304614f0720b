import type { Activities } from '../../activities';
import { type AgendaItem, compareAgenda, type Cursor, mergeAgenda } from '../../domain/engagement/agenda';

/** An agenda of given items, as the planning activity would answer it. */
export const agendaOfItems =
  (items: readonly AgendaItem[]) =>
  ({ cursor, limit }: { cursor: Cursor; limit: number }): Promise<readonly AgendaItem[]> =>
    Promise.resolve(mergeAgenda([items.filter((item) => compareAgenda(item, cursor) > 0)], limit));

/** Turns over a test's own plan and deeds, as the activity would take them. */
export const turnsOver =
  ({ planAgenda, performAgenda }: Pick<Activities, 'planAgenda' | 'performAgenda'>): Activities['takeTurn'] =>
  async ({ engagementId, cursor, due, now }) => {
    const outcome = due.length === 0 ? null : await performAgenda({ engagementId, items: due, now });
    const plan = await planAgenda({ engagementId, cursor: due.at(-1) ?? cursor, limit: 1 });
    return { next: plan.filter(({ at }) => at === plan[0]?.at), relabel: outcome?.relabel ?? false };
  };
