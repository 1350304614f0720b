/**
 * `npm run administrator -- somebody@example.com [--reset-second-factor]`: for the day on which no administrator can sign in
 * any more. Gives somebody on record the role, and shows a token that signs in within the hour.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { letInAdministrator } from '../db/administrator';
import { openDatabase } from '../db/knex';
import { databaseUrl } from './parts/checks';
import { runProgram, StartFailure } from './parts/failure';
import { withEmbeddedKeys } from './parts/secrets';

runProgram(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'reset-second-factor': { type: 'boolean', default: false } },
  });
  const [email] = positionals;
  const url = databaseUrl(withEmbeddedKeys(loadConfig()));
  if (!url) throw new StartFailure('Set DATABASE_URL as it is for the API, or run npm start first.');
  if (email === undefined || positionals.length > 1) throw new StartFailure('Name one person by their e-mail address.');
  const db = openDatabase(url, 1);
  try {
    const secret = `tenure_${randomBytes(32).toString('base64url')}`;
    const resetSecondFactor = values['reset-second-factor'];
    const person = await letInAdministrator(db, { email, secret, resetSecondFactor, now: Date.now() });
    if (!person) throw new StartFailure(`Nobody is on record with the address ${email}.`);
    console.log(`${person.name} is an administrator. This token signs in at /sign-in within the hour:\n${secret}`);
  } finally {
    await db.destroy();
  }
});
