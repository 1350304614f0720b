import type { Knex } from 'knex';

/**
 * PostgreSQL lets everybody call a new function. This one has the rights of its owner, so whoever may call it is named: the owner,
 * and who writes the trail already, so that a product that connects as another role still erases before its grants are repeated.
 */
export async function erasureIsGranted(db: Knex): Promise<void> {
  await db.raw(`
    revoke execute on function erase_audit_payloads(text, bigint) from public;

    do $$
    declare writer oid;
    begin
      for writer in
        select distinct grantee from pg_class, aclexplode(relacl)
        where oid = 'audit_events'::regclass and privilege_type = 'INSERT' and grantee <> 0
      loop
        execute format('grant execute on function erase_audit_payloads(text, bigint) to %s', writer::regrole);
      end loop;
    end $$;
  `);
}
