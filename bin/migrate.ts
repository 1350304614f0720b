import { loadConfig } from '../config';
import { migrate } from '../db/migrate';
import { runProgram, StartFailure } from './parts/failure';

runProgram(async () => {
  const { databaseUrl } = loadConfig();
  if (!databaseUrl)
    throw new StartFailure('DATABASE_URL must be set (npm start migrates the embedded database by itself).');
  const ran = await migrate(databaseUrl);
  console.log(ran.length === 0 ? 'The schema is up to date.' : `Migrated: ${ran.join(', ')}`);
});
