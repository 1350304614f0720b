import type { Holdings } from '../../domain/start/first-steps';
import type { Db } from '../knex';

/** What an installation holds besides samples, as somebody meets it who starts with it. */
export async function holdingsFor(db: Db, personId: string): Promise<Holdings> {
  const { rows } = await db.raw<{ readonly rows: readonly Holdings[] }>(
    `select
      (select count(*) from users where users.active and users.id <> ?) as people,
      array(select distinct unnest(users.roles) from users where users.active order by 1) as roles,
      (select count(*) from calendars where calendars.origin = 'own') as calendars,
      (select count(*) from vendors where not exists (
        select from samples where samples.stream = 'vendor:' || vendors.id)) as vendors,
      (select count(*) from engagements where not exists (
        select from samples where samples.stream = 'engagement:' || engagements.id)) as engagements`,
    [personId],
  );
  return rows[0]!;
}

/** Whether anything but samples has been started here yet. */
export const hasEngagements = async (db: Db): Promise<boolean> =>
  (await db('engagements')
    .whereNotExists(db('samples').whereRaw("samples.stream = 'engagement:' || engagements.id").select(db.raw('1')))
    .select('id')
    .first<{ readonly id: string } | undefined>()) !== undefined;
