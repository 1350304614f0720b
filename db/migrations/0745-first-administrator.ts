import type { Knex } from 'knex';

/** The door for the first administrator. Its row says that it has closed; nobody takes it away again. */
export async function firstAdministrator(db: Knex): Promise<void> {
  await db.raw(`
    create table first_administrator (
      closed boolean primary key default true check (closed),
      at timestamptz not null
    );
    insert into first_administrator (at)
      select now() where exists (select 1 from users where 'admin' = any (roles))
        or exists (select 1 from audit_events where type = 'user.first-administrator');

    create function first_administrator_stays_closed() returns trigger language plpgsql as $$
    begin
      raise exception 'the door for the first administrator stays closed';
    end $$;
    create trigger first_administrator_stays before update or delete or truncate on first_administrator
      execute function first_administrator_stays_closed();
  `);
}
