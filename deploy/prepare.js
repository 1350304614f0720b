/**
 * `node deploy/prepare.js`, once before the API and the workers of a release: checks Temporal and registers the search
 * attributes, brings schema and calendars up to date, and makes the first administrator where there is none. Running it again
 * changes nothing.
 */
const { loadConfig } = require('../program/config.js');
const { runProgram, StartFailure } = require('../program/bin/parts/failure.js');
const { prepareTemporal } = require('../program/bin/parts/outside.js');
const { prepareDatabase } = require('../program/bin/parts/product.js');
const { refuseWeakSettings } = require('../program/bin/parts/weak-settings.js');

runProgram(async () => {
  const { adminToken, databaseUrl, temporal } = refuseWeakSettings(loadConfig());
  if (!databaseUrl || !temporal.address || !adminToken)
    throw new StartFailure('DATABASE_URL, TEMPORAL_ADDRESS and TENURE_ADMIN_TOKEN must be set.');
  await prepareTemporal(temporal);
  const isFirst = await prepareDatabase(databaseUrl, adminToken);
  console.log(isFirst ? 'Ready. The administrator was made.' : 'Ready. There was an administrator already.');
});
