import { chmodSync } from 'node:fs';
import { createFirstAdministrator, shipCalendars } from '../../db/bootstrap';
import { type Db, openDatabase } from '../../db/knex';
import { migrate } from '../../db/migrate';
import { freePort } from '../parts/ports';
import { embeddedPostgres } from '../parts/postgres';
import type { Secrets } from '../parts/secrets';
import { createSupervisor } from '../parts/supervise';
import type { Closers } from './closers';

/** A PostgreSQL of its own below a directory that is thrown away, with the schema, the calendars and the first administrator. */
export async function scratchDatabase(
  dataDir: string,
  { secrets, closers }: { readonly secrets: Secrets; readonly closers: Closers },
): Promise<Db> {
  // PostgreSQL's account passes through to its folder inside.
  chmodSync(dataDir, 0o711);
  const supervisor = createSupervisor({ dataDir, say: console.error });
  closers.add(() => supervisor.stopAll());
  const { part, url } = await embeddedPostgres({ dataDir, secrets, durable: false, port: await freePort() });
  await supervisor.start(part);
  await migrate(url);
  const db = openDatabase(url);
  closers.add(() => db.destroy());
  await shipCalendars(db, Date.now());
  await createFirstAdministrator(db, secrets.adminToken, Date.now());
  return db;
}
