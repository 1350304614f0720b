/**
 * `npm run restore -- <folder> [--aside]`: fills an empty database from a backup. With `--aside` the database may hold something: that is
 * kept beside, in a schema of its own.
 */
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { restoreBackup } from './backup/restore';
import { databaseUrl } from './parts/checks';
import { runProgram, StartFailure } from './parts/failure';

runProgram(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { aside: { type: 'boolean' } } });
  const [folder] = positionals;
  if (folder === undefined) throw new StartFailure('Usage: npm run restore -- <folder> [--aside]');
  const config = loadConfig();
  const url = databaseUrl(config);
  if (!url) throw new StartFailure('Set DATABASE_URL to the database that is to be filled.');
  const aside = values.aside ? `before_restore_${Date.now()}` : undefined;
  const { tables, takenAt } = await restoreBackup({ databaseUrl: url, folder, key: config.backupKey, aside });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${rows} rows of ${tables.length} tables as they were at ${takenAt}`);
  console.log('Before a worker runs: npm run reconcile');
});
