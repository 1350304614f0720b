import type { Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { admission } from '../api/admission';
import { createApp } from '../api/app';
import { callLimit } from '../api/call-limit';
import { createGateway } from '../api/gateway';
import type { Intake } from '../api/document-upload';
import { apiRoutes } from '../api/routes';
import { type ScanParts, uploadScan } from '../api/scan/upload-scan';
import type { Services } from '../api/services';
import { wholePages } from '../api/whole-pages';
import { answerUnreadable } from '../api/unreadable';
import { dataConverterOf } from '../codec/data-converter';
import { type DocumentSettings, loadConfig, type ReadyConfig, requireParts } from '../config';
import { folderStore } from '../db/documents/folder';
import { openDatabase } from '../db/knex';
import { closeServer } from './parts/close-server';
import { runProgram, StartFailure } from './parts/failure';
import { createListener } from './parts/listener';
import { createLogger } from './parts/logger';
import { startTracing } from './parts/tracing';
import { refuseWeakSettings } from './parts/weak-settings';

const listen = (server: Server, { port, host }: ReadyConfig): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new StartFailure(`Port ${port} is in use; set PORT to a free one.`) : error),
    );
    server.listen({ port, ...(host !== undefined && { host }) }, resolve);
  });

const stopSignal = (): Promise<unknown> =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });

/** Where documents go, and who looks through them before. */
function intakeOf({ scanner, folder, ...limits }: DocumentSettings, around: ScanParts): Intake {
  const store = folderStore(folder);
  return scanner ? { ...limits, store, scan: uploadScan(around, scanner) } : { ...limits, store };
}

runProgram(async () => {
  const config = requireParts(refuseWeakSettings(loadConfig()));
  const log = createLogger({ part: 'api', level: config.logLevel });
  const tracing = await startTracing(config.tracing, 'api');
  const connection = Connection.lazy({
    ...loadClientConnectConfig().connectionOptions,
    address: config.temporal.address,
    connectTimeout: '5s',
  });
  const client = new Client({
    connection,
    namespace: config.temporal.namespace,
    dataConverter: dataConverterOf(config),
    interceptors: { workflow: tracing.clientInterceptors },
  });
  const db = openDatabase(config.databaseUrl, config.databasePool);
  const services: Services = {
    config,
    db,
    gateway: createGateway(client, connection),
    documents: intakeOf(config.documents, { db, log, clock: () => Date.now() }),
    log,
    limitCalls: callLimit(config.calls),
    admit: admission(config.requestsAtOnce),
    clock: () => Date.now(),
  };
  const ending = new AbortController();
  const pages = wholePages(services, ending.signal);
  const app = createApp({ services, routes: apiRoutes(services), pages });
  const server = answerUnreadable(createListener(app, { certificate: config.certificate, log }));
  await listen(server, config);
  log.info({ port: config.port }, 'listening');
  await stopSignal();
  ending.abort();
  await closeServer(server);
  await Promise.all([db.destroy(), connection.close()]);
  await tracing.stop();
});
