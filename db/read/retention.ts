import { addDays, addMonthsClamped } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { exitRules } from './exit-rules';

/** Until when the record of an engagement must be kept: some months after its service has ended; null while that is unknown. */
export async function retainUntil(
  db: Db,
  { exit_effective_date: end }: Pick<EngagementRow, 'exit_effective_date'>,
): Promise<string | null> {
  return end ? addMonthsClamped(end, (await exitRules(db)).retentionMonths) : null;
}

type Kept = Pick<EngagementRow, 'id' | 'title' | 'owner_id' | 'sponsor_id' | 'time_zone'>;

/** A closed engagement whose record need not be kept any longer. */
export interface Outlived extends Kept {
  /** The last day on which it had to be kept. */
  readonly until: string;
  /** When its last legal hold ended; null where there was none. */
  readonly releasedAt: Date | null;
}

/** Records whose day has passed where the service was, and on which no legal hold is in force. */
export async function outlivedRecords(db: Db, now: number): Promise<readonly Outlived[]> {
  const { retentionMonths } = await exitRules(db);
  const { rows } = await db.raw<{ rows: readonly (Kept & Pick<Outlived, 'releasedAt'> & { end: string })[] }>(
    `select id, title, owner_id, sponsor_id, time_zone, exit_effective_date as "end",
       (select max(released_at) from legal_holds where engagement_id = engagements.id) as "releasedAt"
     from engagements
     where state = 'CLOSED' and exit_effective_date + make_interval(months => :retentionMonths) <= :day::date
       and not exists (select from legal_holds where engagement_id = engagements.id and released_at is null)
       and not exists (select from purges where engagement_id = engagements.id and state = 'done')
     order by id`,
    // The day after ours has begun somewhere already; which of them have passed is told by their own zone.
    { retentionMonths, day: addDays(localDate('UTC', now), 1) },
  );
  return rows
    .map(({ end, ...row }) => ({ ...row, until: addMonthsClamped(end, retentionMonths) }))
    .filter(({ until, time_zone: zone }) => until < localDate(zone, now));
}

interface Asked {
  readonly id: string;
  readonly key: string;
}

/** Work about such records that nobody has done yet. */
export const askedRecords = (db: Db): Promise<readonly Asked[]> =>
  db('action_items')
    .whereRaw("kind = 'retention-ended' and state in ('open', 'submitted')")
    .orderBy(['due_at', 'id'])
    .select<Asked[]>('id', 'key');
