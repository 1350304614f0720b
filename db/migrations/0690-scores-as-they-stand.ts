import type { Knex } from 'knex';

/**
 * The score of each closed period with confirmed corrections taken in. Leagues and vendors read the scores of thousands of
 * services: the index answers them without their cards.
 */
export async function scoresAsTheyStand(db: Knex): Promise<void> {
  await db.raw(`
    create index scorecards_scores on scorecards (engagement_id, period) include (score);

    create view scores_as_they_stand as
      select scorecards.engagement_id, scorecards.period,
        case when revised.revision is null then scorecards.score else revised.score end as score
      from scorecards left join (
        select distinct on (engagement_id, period) engagement_id, period, revision, score
        from scorecard_revisions order by engagement_id, period, revision desc
      ) revised on revised.engagement_id = scorecards.engagement_id and revised.period = scorecards.period;
  `);
}
