/** `npm run audit:verify [-- --head <word of a mail>]`: recomputes the whole trail; the exit code is the verdict. */
import { parseArgs } from 'node:util';
import { isHeadOurs, readHeadWord } from '../audit-head';
import { loadConfig } from '../config';
import { openDatabase } from '../db/knex';
import { erasedEntries, verifyAudit } from '../db/read/audit';
import { databaseUrl } from './parts/checks';
import { runProgram, StartFailure } from './parts/failure';
import { withEmbeddedKeys } from './parts/secrets';

runProgram(async () => {
  const { values } = parseArgs({ options: { head: { type: 'string' } } });
  const config = withEmbeddedKeys(loadConfig());
  const { secrets } = config;
  const url = databaseUrl(config);
  if (!url || !secrets)
    throw new StartFailure(
      'DATABASE_URL and TENURE_SECRET must be set as they are for the API, or `npm start` must be running.',
    );
  const kept = values.head === undefined ? undefined : readHeadWord(values.head);
  if (kept === null) throw new StartFailure('What stands after --head is not the long word of a mailed head.');
  const db = openDatabase(url, 1);
  try {
    const broken = await verifyAudit(db, { isOurs: (head) => isHeadOurs(head, secrets), kept });
    for (const { stream, seq } of broken)
      console.log(`✘ ${stream}: the first entry that does not fit is number ${seq}`);
    if (broken.length === 0) console.log('✔ Every entry of the audit trail fits.');
    const erased = await erasedEntries(db);
    if (erased > 0) console.log(`  ${erased} of them have lost their payload; entries audit.erased tell why.`);
    process.exitCode = broken.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
  }
});
