/** `npm run backup -- <folder>`: writes all rows of the database as they are now into a new folder; the product may go on. */
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { takeBackup } from './backup/take';
import { databaseUrl } from './parts/checks';
import { runProgram, StartFailure } from './parts/failure';

runProgram(async () => {
  const [folder] = parseArgs({ allowPositionals: true }).positionals;
  if (folder === undefined) throw new StartFailure('Usage: npm run backup -- <new folder>');
  const config = loadConfig();
  const url = databaseUrl(config);
  if (!url) throw new StartFailure('Set DATABASE_URL, or run npm start first.');
  const { tables, encrypted, schema } = await takeBackup({
    databaseUrl: url,
    folder,
    key: config.backupKey,
    now: Date.now(),
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${rows} rows of ${tables.length} tables, schema ${schema.toSorted().at(-1)}, in ${folder}`);
  if (!encrypted) console.log('– The files are not encrypted → set TENURE_BACKUP_KEY');
});
