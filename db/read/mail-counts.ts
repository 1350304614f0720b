import type { Db } from '../knex';

export interface MailCounts {
  /** Ordered, without a failure so far. */
  readonly waiting: number;
  /** Tried in vain, to be tried again. */
  readonly failing: number;
  /** Nobody tries them any more. */
  readonly givenUp: number;
  /** Age of the oldest one that is still to go out, in seconds; 0 where there is none. */
  readonly oldestSeconds: number;
}

/** How the mails stand that are on their way (`mail_orders`). */
export async function countMails(db: Db): Promise<MailCounts> {
  const { rows } = await db.raw<{ rows: MailCounts[] }>(
    `select count(*) filter (where next_at is not null and last_error is null)::int as waiting,
       count(*) filter (where next_at is not null and last_error is not null)::int as failing,
       count(*) filter (where next_at is null)::int as "givenUp",
       coalesce(extract(epoch from now() - min(ordered_at) filter (where next_at is not null)), 0)::float8 as "oldestSeconds"
     from mail_orders`,
  );
  return rows[0] ?? { waiting: 0, failing: 0, givenUp: 0, oldestSeconds: 0 };
}
