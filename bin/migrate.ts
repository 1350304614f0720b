import { loadConfig } from '../config';
import { shipCalendars } from '../db/bootstrap';
import { openDatabase } from '../db/knex';
import { migrate } from '../db/migrate';
import { runProgram, StartFailure } from './parts/failure';
import { checkRights } from './parts/wall-checks';

runProgram(async () => {
  const config = loadConfig();
  const { databaseUrl } = config;
  if (!databaseUrl)
    throw new StartFailure('DATABASE_URL must be set (npm start migrates the embedded database by itself).');
  const ran = await migrate(databaseUrl);
  console.log(ran.length === 0 ? 'The schema is up to date.' : `Migrated: ${ran.join(', ')}`);
  const shipped = await calendars(databaseUrl);
  console.log(shipped.length === 0 ? 'The calendars are up to date.' : `New calendar versions: ${shipped.join(', ')}`);
  // The product runs without them; nobody should find that out from an audit.
  for (const { state, text, mend } of await checkRights(config))
    if (state !== 'well') console.warn(`${text}. To mend it: ${mend}`);
});

async function calendars(url: string): Promise<readonly string[]> {
  const db = openDatabase(url, 1);
  try {
    return await shipCalendars(db, Date.now());
  } finally {
    await db.destroy();
  }
}
