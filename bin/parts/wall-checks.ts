import type { Config } from '../../config';
import { openDatabase } from '../../db/knex';
import { createStatement, grantStatement } from '../../db/wall/raise';
import { WALL_ROLES } from '../../db/wall/scope';
import { type Standing, standingOf } from '../../db/wall/state';
import { databaseUrl, type Finding, ill, note, well } from './checks';

const GRANTS = 'docs/security/audit.md, Grants';

/** What the database would let happen if the product asked for it. Nothing where there is no database to ask. */
export async function checkRights(config: Config): Promise<readonly Finding[]> {
  const url = databaseUrl(config);
  if (!url) return [];
  const db = openDatabase(url, 1);
  try {
    return rightFindings(await standingOf(db), { embedded: !config.databaseUrl });
  } catch {
    // That it does not answer is said by the check of the database itself.
    return [];
  } finally {
    await db.destroy();
  }
}

export function rightFindings(
  { login, superuser, owner, wall }: Standing,
  { embedded }: { readonly embedded: boolean },
): readonly Finding[] {
  return [roleFinding({ login, superuser, owner, embedded }), wallFinding(wall, login)];
}

function roleFinding({ login, superuser, owner, embedded }: Omit<Standing, 'wall'> & { embedded: boolean }): Finding {
  if (superuser) return note(`The product connects as ${login}, a superuser: nothing in PostgreSQL holds it`, GRANTS);
  if (!owner) return well(`The product connects as ${login}, which cannot rewrite the audit trail`);
  return embedded
    ? well('The product owns its embedded database')
    : note(`The product connects as ${login}, which owns the audit trail and can switch off its triggers`, GRANTS);
}

function wallFinding(wall: Standing['wall'], login: string): Finding {
  const grant = grantStatement(WALL_ROLES.vendor, login);
  const missing = (why: string, mend: string): Finding =>
    note(`Vendors are kept apart by the routes alone, not by PostgreSQL as well: ${why}`, mend);
  switch (wall) {
    case 'stands':
      return well('PostgreSQL keeps vendors apart as well (row-level security)');
    case 'old-server':
      return missing('the server is older than 16', 'use PostgreSQL 16 or newer');
    case 'no-role':
      return missing('its role is not there', `as administrator: ${createStatement(WALL_ROLES.vendor)}; ${grant}; then npm run db:migrate`); // prettier-ignore
    case 'not-member':
      return missing(`${login} may not take its role`, `as administrator: ${grant}`);
    case 'inherited':
      return ill(`${login} inherits the rights of vendors, and would read by them alone`, `as administrator: revoke tenure_vendor from ${login}; ${grant}`); // prettier-ignore
    case 'not-raised':
      return missing('the tables have no policies', 'npm run db:migrate');
  }
}
