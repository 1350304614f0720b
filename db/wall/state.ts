import type { Db } from '../knex';

/** As whom the product is connected, and whether the wall before vendors stands. */
export interface Standing {
  readonly login: string;
  readonly superuser: boolean;
  /** Owns the trail, and so may switch off its triggers. */
  readonly owner: boolean;
  readonly wall: 'stands' | 'old-server' | 'no-role' | 'not-member' | 'inherited' | 'not-raised';
}

/** Grants are asked of the table that every vendor needs. */
const STANDING = `
  select current_user::text as login, login.rolsuper as superuser,
    coalesce((select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('audit_events')), false) as owner,
    case
      when current_setting('server_version_num')::integer < 160000 then 'old-server'
      when vendor.oid is null then 'no-role'
      when not pg_has_role(vendor.oid, 'set') then 'not-member'
      when not login.rolsuper and pg_has_role(vendor.oid, 'usage') then 'inherited'
      when not coalesce(has_any_column_privilege(vendor.oid, to_regclass('engagements'), 'select'), false) then 'not-raised'
      else 'stands'
    end as wall
  from pg_roles login left join pg_roles vendor on vendor.rolname = 'tenure_vendor'
  where login.rolname = current_user`;

export async function standingOf(db: Db): Promise<Standing> {
  const [standing] = (await db.raw<{ rows: Standing[] }>(STANDING)).rows;
  if (!standing) throw new Error('PostgreSQL does not tell who is connected.');
  return standing;
}
