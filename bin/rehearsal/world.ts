import { once } from 'node:events';
import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { type Activities, createActivities } from '../../activities';
import { beats } from '../../activities/beat';
import { migrationActivities } from '../../activities/migration';
import { createApp } from '../../api/app';
import { dataConverter, failureConverterPath } from '../../codec/data-converter';
import { createGateway } from '../../api/gateway';
import { apiRoutes } from '../../api/routes';
import type { Services } from '../../api/services';
import { wholePages } from '../../api/whole-pages';
import { folderStore } from '../../db/documents/folder';
import type { DocumentStore } from '../../db/documents/store';
import type { Db } from '../../db/knex';
import { freePort } from '../parts/ports';
import type { Report } from '../parts/progress';
import { addSearchAttributes } from '../parts/search-attributes';
import { ensureSecrets } from '../parts/secrets';
import { findTestServer } from '../parts/time-skipping';
import type { Closers } from './closers';
import { type LeapingClock, leapingClock } from './clock';
import { carryMails } from './mail-round';
import { createMailbox, type Mailbox } from './mailbox';
import { scratchDatabase } from './scratch-database';

/** The whole product in one process, over a clock that leaps. */
export interface World {
  readonly base: string;
  readonly clock: LeapingClock;
  readonly mailbox: Mailbox;
  readonly adminToken: string;
  /** For whoever looks at what workflows and activities left behind. */
  readonly client: Client;
  readonly db: Db;
}

const NAMESPACE = 'default';
const MAIL_FROM = 'Tenure <tenure@localhost>';

export async function openWorld(dataDir: string, closers: Closers, report: Report): Promise<World> {
  const secrets = ensureSecrets(dataDir);
  report('starting a PostgreSQL to throw away');
  const db = await scratchDatabase(dataDir, { secrets, closers });
  report('starting a Temporal that skips over waiting time');
  // Encrypted as the product has it, so that a rehearsal runs what runs later.
  const converter = dataConverter([secrets.codec], { strict: true });
  const environment = await timeSkipping(converter, { closers, report });
  const base = `http://127.0.0.1:${await freePort()}`;
  const mailbox = createMailbox();
  const documents = folderStore(join(dataDir, 'documents'));
  const site = { db, publicUrl: base, secrets: [secrets.root], documents };
  report('starting API and workers');
  const main = createActivities({ ...site, mailer: mailbox, mailFrom: MAIL_FROM });
  const workers = await startWorkers(environment, { ...site, main, converter, closers });
  const deliverMails = carryMails({ db, sendMail: (order) => main.sendMail(order) }, closers);
  const clock = await leapingClock(environment, { workers, deliverMails });
  await startApi(environment, { ...site, clock, closers });
  return { base, clock, mailbox, adminToken: secrets.adminToken, client: environment.client, db };
}

async function timeSkipping(
  dataConverter: DataConverter,
  { closers, report }: { readonly closers: Closers; readonly report: Report },
): Promise<TestWorkflowEnvironment> {
  Runtime.install({
    // The program itself closes everything in order.
    shutdownSignals: [],
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
  const path = await findTestServer({ env: process.env, report });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
    client: { dataConverter },
  });
  closers.add(() => environment.teardown());
  await addSearchAttributes(environment.connection, NAMESPACE);
  return environment;
}

interface Site {
  readonly db: Db;
  readonly publicUrl: string;
  readonly secrets: readonly string[];
  readonly documents: DocumentStore;
  readonly closers: Closers;
}

interface WorkerSite extends Pick<Site, 'db' | 'secrets' | 'closers'> {
  readonly main: Activities;
  readonly converter: DataConverter;
}

async function startWorkers(
  { nativeConnection: connection }: TestWorkflowEnvironment,
  { db, secrets, main, converter, closers }: WorkerSite,
): Promise<readonly Worker[]> {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows'),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  });
  const moving = migrationActivities({ db, exitAllow: [], secrets, environment: {} });
  const queues = {
    tenure: { workflowBundle, activities: main },
    'tenure-mail': { activities: main },
    'tenure-migration': { workflowBundle, activities: moving },
  };
  const workers: Worker[] = [];
  for (const [taskQueue, work] of Object.entries(queues)) {
    const interceptors = { activity: [beats] };
    const common = { connection, namespace: NAMESPACE, dataConverter: converter, interceptors };
    const worker = await Worker.create({ ...common, taskQueue, ...work });
    const running = worker.run();
    closers.add(async () => {
      worker.shutdown();
      await running;
    });
    workers.push(worker);
  }
  return workers;
}

async function startApi(
  { client, connection }: TestWorkflowEnvironment,
  { db, publicUrl, secrets, documents, clock, closers }: Site & { readonly clock: LeapingClock },
): Promise<void> {
  const config = { publicUrl, secrets, smtpUrl: 'smtp://127.0.0.1:25', production: false, exitAllow: [] };
  const log = pino({ level: 'silent' });
  const gateway = createGateway(client, connection);
  const intake = { store: documents, limit: 50 * 1_048_576, quota: 2_048 * 1_048_576 };
  const services: Services = { config, db, log, gateway, documents: intake, clock: clock.now };
  const pages = wholePages(services);
  const server = createServer(createApp({ services, routes: apiRoutes(services), pages }));
  server.listen(Number(new URL(publicUrl).port), '127.0.0.1');
  await once(server, 'listening');
  closers.add(() => close(server));
}

const close = (server: Server): Promise<unknown> =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
