/** `node deploy/await-schema.js`: waits until the schema is that of this release, so that no program meets an older one. */
const { setTimeout: sleep } = require('node:timers/promises');
const { loadConfig } = require('../program/config.js');
const { runProgram, StartFailure } = require('../program/bin/parts/failure.js');
const { openDatabase } = require('../program/db/knex.js');
const { pendingMigrations } = require('../program/db/migrate.js');

const LOOK_MS = 2_000;

runProgram(async () => {
  const { databaseUrl } = loadConfig();
  if (!databaseUrl) throw new StartFailure('DATABASE_URL must be set.');
  const db = openDatabase(databaseUrl, 1);
  try {
    for (let said = ''; ; await sleep(LOOK_MS)) {
      const state = await stateOf(db);
      if (state === '') return;
      if (state !== said) console.log(state);
      said = state;
    }
  } finally {
    await db.destroy();
  }
});

/** What is waited for, empty when nothing is. */
async function stateOf(db) {
  try {
    const { length } = await pendingMigrations(db);
    return length === 0 ? '' : `Waiting for ${length} migrations.`;
  } catch {
    return 'Waiting for the database.';
  }
}
