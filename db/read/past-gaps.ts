import type { Db } from '../knex';

const MOST = 200;

/**
 * How far the lowest quote lay below the second lowest, as a share of the lowest, in the newest tenders that were awarded:
 * what an abnormally low bid is measured against. Quotes are compared by one-off and annual charges over their years.
 */
export async function pastLowBidGaps(db: Db, engagementId: string): Promise<readonly number[]> {
  const { rows } = await db.raw<{ rows: { gap: string }[] }>(
    `with quotes as (
       select engagements.id,
              (quote->'oneOff'->>'amount')::numeric + (quote->'annual'->>'amount')::numeric * (quote->>'years')::numeric as total
       from candidates join engagements on engagements.id = candidates.engagement_id
       where quote is not null and engagements.candidate_id is not null and engagements.id <> ?
     ), ranked as (
       select id, total, row_number() over (partition by id order by total) as place from quotes
     )
     select round((second.total - lowest.total) / lowest.total, 6) as gap
     from ranked lowest join ranked second on second.id = lowest.id and second.place = 2
     where lowest.place = 1 and lowest.total > 0
     order by lowest.id desc limit ?`,
    [engagementId, MOST],
  );
  return rows.map(({ gap }) => Number(gap));
}
