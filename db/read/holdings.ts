import type { Holdings } from '../../domain/start/first-steps';
import type { Db } from '../knex';

/** What an installation holds, as somebody meets it who starts with it. */
export async function holdingsFor(db: Db, personId: string): Promise<Holdings> {
  const { rows } = await db.raw<{ readonly rows: readonly Holdings[] }>(
    `select
      (select count(*) from users where users.active and users.id <> ?) as people,
      array(select distinct unnest(users.roles) from users where users.active order by 1) as roles,
      (select count(*) from calendars where calendars.origin = 'own') as calendars,
      (select count(*) from vendors) as vendors,
      (select count(*) from engagements) as engagements`,
    [personId],
  );
  return rows[0]!;
}

/** Whether nothing has been started here yet. */
export const hasEngagements = async (db: Db): Promise<boolean> =>
  (await db('engagements').select('id').first<{ readonly id: string } | undefined>()) !== undefined;
