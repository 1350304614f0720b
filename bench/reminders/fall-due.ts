import type { Db } from '../../db/knex';
import { ZONE_RULES } from '../../db/zone-rules';

const DAY_MS = 86_400_000;

interface Falling {
  /** Epoch milliseconds of the first. */
  readonly from: number;
  /** The last one falls due so many seconds later. */
  readonly spreadSeconds: number;
}

/**
 * Every engagement that is in service is so since some days, and the first reminder of the values of this month is what comes next
 * for it: as the date keeper would have planned it, but at the instant that is wanted. Answers how many that are.
 */
export async function fallDue(db: Db, { from, spreadSeconds }: Falling): Promise<number> {
  const period = new Date(from).toISOString().slice(0, 7);
  const due = new Date(from + 3 * DAY_MS).toISOString().slice(0, 10);
  await db('engagements').update({ live_on: new Date(from - 5 * DAY_MS) });
  await db.raw(
    `insert into watches (engagement_id, cursor_at, cursor_key, zone_rules, next, due_at)
     select id, now(), '', :rules, jsonb_build_array(jsonb_build_object('key', 'kpi-reminder:' || :period || ':1', 'kind', 'kpi-reminder',
       'at', (extract(epoch from at) * 1000)::bigint, 'facts', jsonb_build_object('period', :period::text, 'due', :due::text))), at
     from (select id, date_trunc('milliseconds', to_timestamp(:from / 1000.0) + make_interval(secs => :spread * random())) as at
           from engagements where state = 'IN_SERVICE') as falling`,
    { period, due, from, rules: ZONE_RULES, spread: spreadSeconds },
  );
  const [all] = await db('watches').count<{ count: string }[]>();
  return Number(all?.count);
}
