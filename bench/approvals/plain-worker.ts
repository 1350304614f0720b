/** A worker of the plain SDK with nothing but its defaults: `plain-worker.ts ADDRESS DATABASE_URL`. */
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { openDatabase } from '../../db/knex';
import { plainActivities } from './plain-activities';

async function main([address = '', databaseUrl = '']: readonly string[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const db = openDatabase(databaseUrl, 10);
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: 'plain',
    workflowsPath: require.resolve('./plain-workflow'),
    activities: plainActivities(db),
  });
  process.stdout.write('ready\n');
  await worker.run();
  await connection.close();
  await db.destroy();
}

void main(process.argv.slice(2));
