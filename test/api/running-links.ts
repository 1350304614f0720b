import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createLogger } from '../../bin/parts/logger';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { decisionLinks } from '../../api/decision-links';
import { vendorLinks } from '../../api/vendor-links';
import { createGateway, type Gateway } from '../../api/gateway';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import { apiRoutes } from '../../api/routes';
import type { Services } from '../../api/services';
import { linkBinding } from '../../db/read/link-task';
import { insertSession } from '../../db/stores/sessions';
import { insertToken } from '../../db/stores/tokens';
import { createLinks } from '../../links';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk, type RequestDesk } from '../workflows/approval-desk';
import { noDocuments } from '../documents';
import { hiddenOf } from './page-form';

export const KEY = 's'.repeat(32);
const HOUR = 3_600_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>> | URLSearchParams;
}

interface Serving {
  readonly secrets?: readonly string[];
  readonly publicUrl?: string;
  readonly clock?: () => number;
}

/** The product's HTTP side as a browser meets it: real PostgreSQL, real Temporal, a mail relay that remembers. */
export class RunningLinks {
  readonly logged: string[] = [];
  private readonly servers: Server[] = [];
  private workers: readonly Worker[] = [];
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    readonly temporal: TestTemporal,
    readonly desk: ApprovalDesk,
  ) {}

  static async open(people: readonly string[] = ['A', 'B', 'R', 'X']): Promise<RunningLinks> {
    const [database, temporal] = await Promise.all([testDatabase(), devServer()]);
    const world = new RunningLinks(database, temporal, new ApprovalDesk(temporal, database));
    await world.desk.hire('ADMIN', ['admin']);
    for (const name of people) await world.desk.hire(name, ['evaluator']);
    world.workers = await world.desk.workers();
    world.running = Promise.all(world.workers.map((worker) => worker.run()));
    return world;
  }

  async close(): Promise<void> {
    this.servers.forEach((server) => {
      server.close().closeAllConnections();
    });
    this.workers.forEach((worker) => worker.shutdown());
    await this.running;
    await this.temporal.close();
    await this.database.drop();
  }

  /** One API process of its own; its address without a slash at the end. */
  async serve(part: Serving = {}): Promise<string> {
    const services = this.services(part);
    const pages = createPages(services, {
      requests: requestsPort(services),
      decisionLinks: decisionLinks(services),
      vendorLinks: vendorLinks(services),
    });
    const server = createServer(createApp({ services, routes: apiRoutes(services), pages }));
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address with a port.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private services({ secrets = [KEY], publicUrl = 'https://tenure.example', clock = Date.now }: Serving): Services {
    const config = { publicUrl, secrets, smtpUrl: 'smtp://localhost', production: false, exitAllow: [] };
    return {
      config,
      db: this.database.db,
      gateway: this.gateway(),
      documents: noDocuments,
      log: this.log(),
      clock,
    };
  }

  /** Everything is logged, to be searched for what must not be there. */
  private log(): Logger {
    return createLogger({ part: 'api', level: 'trace', destination: { write: (line) => void this.logged.push(line) } });
  }

  private gateway(): Gateway {
    const gateway = createGateway(this.temporal.client, this.temporal.connection);
    const taskQueue = this.desk.queue;
    return {
      ...gateway,
      start: (start) => gateway.start({ ...start, taskQueue }),
      startAndUpdate: (start, update) => gateway.startAndUpdate({ ...start, taskQueue }, update),
    };
  }

  async ask(part: object = {}, settings: object = {}): Promise<RequestDesk> {
    const policy = await this.desk.policy([this.desk.step(['A', 'B'], part)], settings);
    return this.desk.open(policy);
  }

  /** Path of a link like the one that is mailed to a person. */
  async linkOf(request: RequestDesk, name: string, part: { key?: string; expiresAt?: number } = {}): Promise<string> {
    const { id: taskId } = await request.taskOf(name);
    return this.linkTo(taskId, part);
  }

  async linkTo(taskId: string, { key = KEY, expiresAt = Date.now() + 72 * HOUR } = {}): Promise<string> {
    const binding = await linkBinding(this.database.db, taskId);
    if (!binding) throw new Error('there is no such task');
    return createLinks([key], '').forDecision({ ...binding, taskId, expiresAt });
  }

  /** The link in a mail that a person got about a request, as its text part shows it. */
  async mailed(name: string, what: RegExp): Promise<string> {
    const own = name === '' ? '' : `${name.toLowerCase()}-`;
    const { text } = await this.desk.relay.until((one) => one.to.address.startsWith(own) && what.test(one.text));
    return new URL(/https:\/\/tenure\.example\/\S+/.exec(text)?.[0] ?? '').pathname;
  }

  async signIn(name: string): Promise<string> {
    const secret = uuidv7();
    await insertSession(this.database.db, { userId: this.desk.id(name), secret, now: Date.now() });
    // By which of the names it goes hangs on the public address.
    return `tenure_session=${secret}; __Host-tenure_session=${secret}`;
  }

  async token(name: string): Promise<string> {
    const secret = `tenure_${uuidv7()}`;
    const [id, userId] = [uuidv7(), this.desk.id(name)];
    await insertToken(this.database.db, { id, userId, name: 't', secret, expiresAt: null, now: Date.now() });
    return secret;
  }
}

/** One call as a browser makes it: forms urlencoded, redirects left to the reader. */
export async function visit(url: string, { method = 'GET', headers = {}, fields }: Visit = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: fields ? 'POST' : method,
    headers: { accept: 'text/html', ...headers },
    redirect: 'manual',
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Opens a link, fills in its form and sends it. */
export async function decide(url: string, fields: Readonly<Record<string, string>>, headers = {}): Promise<Answer> {
  const page = await visit(url, { headers });
  return visit(url, { fields: { ...hiddenOf(page.text), ...fields }, headers });
}
