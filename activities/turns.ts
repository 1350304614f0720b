import type { Db } from '../db/knex';
import type { AgendaItem, Cursor } from '../domain/engagement/agenda';
import { agendaActivities, type AgendaOutcome } from './agenda';
import { withoutMails } from './by-courier';
import { startReview } from './start-review';

interface Turn {
  readonly engagementId: string;
  readonly cursor: Cursor;
  /** What has come: all of one instant, or nothing. */
  readonly due: readonly AgendaItem[];
  readonly now: number;
}

interface AfterTurn {
  /** What comes next, all of one instant; empty when nothing is known. */
  readonly next: readonly AgendaItem[];
  /** The health of the engagement has changed. */
  readonly relabel: boolean;
}

const NOTHING_DONE: Pick<AgendaOutcome, 'reviews' | 'relabel'> = { reviews: [], relabel: false };

/** What the monitoring does on its dates. */
export function watchActivities({ db }: { readonly db: Db }) {
  const agenda = agendaActivities({ db });
  const performAgenda = withoutMails(db, (trx) => agendaActivities({ db: trx }).performAgenda);
  return {
    ...agenda,
    performAgenda,

    /** Does what has come, lets the reviews begin that it opens, and answers what comes next. */
    async takeTurn({ engagementId, cursor, due, now }: Turn): Promise<AfterTurn> {
      const { reviews, relabel } =
        due.length === 0 ? NOTHING_DONE : await performAgenda({ engagementId, items: due, now });
      for (const order of reviews) await startReview(order);
      const next = await agenda.planAgenda({ engagementId, cursor: due.at(-1) ?? cursor, limit: 1 });
      return { next, relabel };
    },
  };
}
