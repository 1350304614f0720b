import type { Knex } from 'knex';

/**
 * The rolling score of each service by every way that past periods may count, so that a change of the rule leaves none that
 * is old. Whoever closes or corrects a period, by this code or another, takes away what was kept: what is missing is computed.
 */
export async function rollingScores(db: Knex): Promise<void> {
  await db.raw(`
    create table rolling_scores (
      engagement_id uuid not null references engagements (id),
      decay text not null,
      formula integer not null,
      score numeric(7, 4),
      previous numeric(7, 4),
      primary key (engagement_id, decay)
    );

    create function rolling_scores_are_old() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(hashtext('rolling-scores:' || new.engagement_id));
      delete from rolling_scores where engagement_id = new.engagement_id;
      return null;
    end $$;
    create trigger scorecards_make_old after insert or update on scorecards
      for each row execute function rolling_scores_are_old();
    create trigger scorecard_revisions_make_old after insert or update on scorecard_revisions
      for each row execute function rolling_scores_are_old();
  `);
}
