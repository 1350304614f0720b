import type { Db } from '../../db/knex';

export type PlainActivities = ReturnType<typeof plainActivities>;

export const SCHEMA = `create table plain_requests (id text primary key, status text not null);
  create table plain_tasks (request_id text primary key references plain_requests, choice text);`;

/** Each is one transaction. */
export const plainActivities = (db: Db) => ({
  open: (id: string): Promise<void> =>
    db.transaction(async (trx) => {
      await trx('plain_requests').insert({ id, status: 'pending' });
      await trx('plain_tasks').insert({ request_id: id });
    }),
  decide: (id: string, choice: string): Promise<void> =>
    db.transaction(async (trx) => {
      await trx('plain_tasks').where({ request_id: id }).update({ choice });
      await trx('plain_requests').where({ id }).update({ status: choice });
    }),
});
