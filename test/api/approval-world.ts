import type { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { createGateway } from '../../api/gateway';
import { apiRoutes } from '../../api/routes';
import type { Services } from '../../api/services';
import { wholePages } from '../../api/whole-pages';
import { insertToken } from '../../db/stores/tokens';
import type { Role } from '../../domain/people/people';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk, type MoreActivities } from '../workflows/approval-desk';
import { noDocuments } from '../documents';
import { csrfIn } from './page-form';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
interface Opened {
  readonly id: string;
  readonly subjectHash: string;
  readonly steps: readonly {
    readonly tasks: readonly { readonly id: string; readonly assigneeId: string; readonly status: string }[];
  }[];
}

/** The whole HTTP side over real PostgreSQL and Temporal, with people who hold tokens, under short names. */
export class ApprovalWorld {
  readonly app: ReturnType<typeof createApp>;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly temporal: TestTemporal,
    readonly database: TestDatabase,
    readonly desk: ApprovalDesk,
    private readonly workers: readonly Worker[],
    private readonly exitAllow: readonly string[],
  ) {
    const services = this.services();
    this.app = createApp({ services, routes: apiRoutes(services), pages: wholePages(services) });
  }

  static async open(
    people: Readonly<Record<string, readonly Role[]>>,
    more?: MoreActivities,
    exitAllow: readonly string[] = [],
  ): Promise<ApprovalWorld> {
    const [database, temporal] = await Promise.all([testDatabase(), devServer()]);
    const desk = new ApprovalDesk(temporal, database, more);
    for (const [name, roles] of Object.entries(people)) {
      const userId = await desk.hire(name, roles);
      const token = { id: uuidv7(), userId, name: 't', secret: tokenOf(name), expiresAt: null, now: Date.now() };
      await insertToken(database.db, token);
    }
    const world = new ApprovalWorld(temporal, database, desk, await desk.workers(), exitAllow);
    world.running = Promise.all(world.workers.map((worker) => worker.run()));
    return world;
  }

  async close(): Promise<void> {
    this.workers.forEach((worker) => worker.shutdown());
    await this.running;
    await this.temporal.close();
    await this.database.drop();
  }

  private services(): Services {
    const gateway = createGateway(this.temporal.client, this.temporal.connection);
    const config = {
      publicUrl: 'http://localhost',
      secrets: ['k'.repeat(32)],
      smtpUrl: 'smtp://localhost',
      production: false,
      exitAllow: this.exitAllow,
    };
    return {
      config,
      db: this.database.db,
      gateway: {
        ...gateway,
        start: (options) => gateway.start({ taskQueue: this.desk.queue, ...options }),
        startAndUpdate: (start, update) => gateway.startAndUpdate({ ...start, taskQueue: this.desk.queue }, update),
      },
      documents: noDocuments,
      log: pino({ level: 'silent' }),
      clock: Date.now,
    };
  }

  id(name: string): string {
    return this.desk.id(name);
  }

  call(name: string, method: Method, path: string): Test {
    const agent = request(this.app);
    return agent[method](`/api/v1${path}`).set('authorization', `Bearer ${tokenOf(name)}`);
  }

  /** A browser in which a person has signed in, with the form token of a page. */
  async signIn(name: string, path: string) {
    const agent = request.agent(this.app).set('accept', 'text/html');
    const form = await agent.get('/sign-in');
    await agent
      .post('/sign-in')
      .type('form')
      .send({ csrf: csrfIn(form.text), token: tokenOf(name) })
      .expect(303);
    const csrf = csrfIn((await agent.get(path).expect(200)).text);
    return { csrf, get: (to: string) => agent.get(to), post: (to: string) => agent.post(to) };
  }

  /** A new request of R; resolves with the task of each person who was asked. */
  async ask(
    steps: readonly object[],
    part: object = {},
  ): Promise<Opened & { readonly taskOf: (name: string) => string }> {
    const policyKey = await this.desk.policy(steps);
    const subject = { type: 'payment', title: 'Pay the printer', data: { amount: 1200 } };
    const answer = await this.call('R', 'post', '/requests')
      .send({ policyKey, subject, ...part })
      .expect(201);
    const opened = answer.body as Opened;
    const tasks = opened.steps.flatMap((step) => step.tasks);
    const taskOf = (name: string): string => tasks.find(({ assigneeId }) => assigneeId === this.id(name))?.id ?? '';
    return { ...opened, taskOf };
  }
}
const tokenOf = (name: string): string => `tenure_${name.padEnd(40, 'x')}`;
