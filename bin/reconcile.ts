/** `npm run reconcile`: compares PostgreSQL with Temporal and names each difference; changes nothing. Exit code 1 where there is one. */
import { Client } from '@temporalio/client';
import { dataConverterOf } from '../codec/data-converter';
import { payloadCodec } from '../codec/payload-codec';
import { loadConfig } from '../config';
import { openDatabase } from '../db/knex';
import { databaseUrl, temporalAddress } from './parts/checks';
import { runProgram, StartFailure } from './parts/failure';
import { withEmbeddedKeys } from './parts/secrets';
import { connectTemporal } from './parts/temporal-connection';
import { compare } from './reconcile/compare';
import { REMEDIES } from './reconcile/differences';

const TASK_QUEUE = 'tenure';

runProgram(async () => {
  const config = withEmbeddedKeys(loadConfig());
  const url = databaseUrl(config);
  const address = temporalAddress(config);
  if (!url || !address) throw new StartFailure('Set DATABASE_URL and TEMPORAL_ADDRESS, or run npm start first.');
  const db = openDatabase(url, 2);
  const connection = await connectTemporal(address, 5_000);
  try {
    const { namespace } = config.temporal;
    const client = new Client({ connection, namespace, dataConverter: dataConverterOf(config) });
    const codec = payloadCodec(config.codec.keys ?? [], { strict: config.codec.strict });
    const { records, processes, differences } = await compare({ db, client, codec, taskQueue: TASK_QUEUE });
    for (const { kind, workflowId, found } of differences)
      console.log(`✘ ${kind} ${workflowId}: ${found}\n    → ${REMEDIES[kind]}`);
    console.log(`${records} records and ${processes} processes compared, ${differences.length} differences.`);
    process.exitCode = differences.length > 0 ? 1 : 0;
  } finally {
    await connection.close();
    await db.destroy();
  }
});
