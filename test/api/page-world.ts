import type { Express } from 'express';
import request from 'supertest';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { questionnaireLinks } from '../../api/questionnaire-links';
import { createPages } from '../../api/pages';
import type { Requests } from '../../api/pages/requests-port';
import type { BulkAction } from '../../api/bulk';
import { problemOf } from '../../api/problems';
import type { Services } from '../../api/services';
import { DomainError } from '../../domain/errors';
import type { RequestView, TaskAction } from '../../domain/approval/request-schema';
import type { Person, Role } from '../../domain/people/people';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson, updatePerson } from '../../db/stores/people';
import { insertToken } from '../../db/stores/tokens';
import { inTransaction, type Trx } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../database';
import { Desk, step } from '../domain/approval-builders';
import { noDocuments } from '../documents';
import { csrfIn, filled, type Typed } from './page-form';
import { noGateway } from './world';

const NOW = Date.UTC(2026, 10, 24, 8);
export const HOTLINE = '018f4c1e-0000-7000-8000-0000000000e1';
export const REQUEST = '018f4c1e-0000-7000-8000-0000000000a1';
export const TASK = '018f4c1e-0000-7000-8000-0000000000b1';
const person = (n: number, part: Partial<Person> = {}): Person => ({
  id: `018f4c1e-0000-7000-8000-00000000000${n}`,
  email: `person${n}@example.com`,
  name: `Person ${n}`,
  locale: 'en',
  timeZone: 'Europe/London',
  roles: ['manager'],
  managerId: null,
  departmentId: null,
  active: true,
  digest: false,
  ...part,
});
export const LI = person(1, { name: '李静', locale: 'zh-CN', timeZone: 'Asia/Shanghai' });
export const SUPPLIER = person(2, { roles: ['vendor'] });

export const view: RequestView = {
  id: REQUEST,
  workflowId: `request-${REQUEST}`,
  status: 'pending',
  round: 1,
  gate: 'award',
  engagementId: HOTLINE,
  requesterId: LI.id,
  policy: { key: 'gate-award', version: 1 },
  subject: { type: 'award', title: 'Award to <Oceanic>', data: { amount: { amount: '100000.00', currency: 'CNY' } } },
  subjectHash: 'a'.repeat(64),
  outcomeReason: null,
  startedAt: new Date(NOW - 3_600_000).toISOString(),
  closedAt: null,
  expiresAt: null,
  coolingOffUntil: null,
  frozenSince: null,
  reports: [],
  steps: [
    { key: 'owner', title: 'Owner', round: 1, mode: 'any', status: 'active', reasonCode: null, tasks: [taskOf(LI)] },
  ],
  comments: [],
  attachments: [],
};

function taskOf(assignee: Person): RequestView['steps'][number]['tasks'][number] {
  return {
    id: TASK,
    assigneeId: assignee.id,
    ownerId: assignee.id,
    onBehalfOfId: null,
    origin: 'direct',
    weight: 1,
    status: 'active',
    decision: null,
    reasonCode: null,
    dueAt: new Date(NOW + 7_200_000).toISOString(),
    decidedAt: null,
    channel: null,
    comment: null,
    askedById: null,
    askedFor: null,
    waitsFor: null,
    signing: null,
  };
}

const desk = new Desk({
  requestId: REQUEST,
  steps: [step({ key: 'owner', people: [LI.id] })],
  subjectHash: view.subjectHash,
});
const state = { ...desk.state, tasks: desk.state.tasks.map((task) => ({ ...task, id: TASK })) };

/** What reached the approvals, and the refusal with which they answer next. */
export interface Approvals {
  readonly acts: TaskAction[];
  readonly bulk: { readonly body: BulkAction; readonly id: string }[];
  refusal: DomainError | null;
}

export interface PageWorld {
  readonly app: Express;
  readonly database: TestDatabase;
  readonly approvals: Approvals;
}

const requestsOf = (approvals: Approvals): Requests => ({
  view: (id, { roles }) => Promise.resolve(id === REQUEST && !roles.includes('vendor') ? view : null),
  state: () => Promise.resolve(state),
  inbox: ({ userId, box }) => {
    const task = { ...taskOf(LI), stepKey: 'owner', stepTitle: 'Owner', round: 1 };
    const engagement = { number: 'ENG-2026-0001', title: 'Hotline' };
    const entry = { task, request: view, data: view.subject.data, engagement, deciders: [] };
    return Promise.resolve(box === 'todo' && userId === LI.id ? [entry] : []);
  },
  counts: (userId) =>
    Promise.resolve({ todo: userId === LI.id ? 1 : 0, done: 0, 'closed-by-others': 0, cc: 0, mine: 0 }),
  actOnTasks: ({ body, id }) => {
    approvals.bulk.push({ body, id });
    return Promise.resolve(
      body.items.map(({ taskId }, index) =>
        index === 0
          ? { taskId, status: 200, task: { ...taskOf(LI), status: 'approved' as const }, request: view }
          : { taskId, status: 409, problem: problemOf(new DomainError('TASK_CLOSED', 'closed'), '-') },
      ),
    );
  },
  actOnTask: ({ body }) => {
    if (approvals.refusal) return Promise.reject(approvals.refusal);
    approvals.acts.push(body);
    return Promise.resolve();
  },
  actOnRequest: () => Promise.resolve({ proposalId: null }),
});

/** The pages over a real database, with approvals that only note what they are asked. */
export async function pageWorld({
  gateway = {},
}: { readonly gateway?: Partial<Services['gateway']> } = {}): Promise<PageWorld> {
  const database = await testDatabase();
  const { db } = database;
  await inTransaction(db, fill);
  const approvals: Approvals = { acts: [], bulk: [], refusal: null };
  const config = {
    publicUrl: 'http://localhost:3000',
    secrets: ['s'.repeat(32)],
    smtpUrl: 'smtp://localhost',
    production: false,
    exitAllow: [],
  };
  const log = pino({ level: 'silent' });
  const services: Services = {
    config,
    db,
    gateway: { ...noGateway, ...gateway },
    documents: noDocuments,
    log,
    clock: () => NOW,
  };
  const pages = createPages(services, {
    requests: requestsOf(approvals),
    questionnaireLinks: questionnaireLinks(services),
  });
  return { app: createApp({ services, routes: [], pages }), database, approvals };
}

async function fill(trx: Trx): Promise<void> {
  for (const one of [LI, SUPPLIER]) {
    await insertPerson(trx, one, NOW);
    const secret = `token-of-${one.id}`;
    await insertToken(trx, { id: one.id, userId: one.id, name: 'test', secret, expiresAt: null, now: NOW });
  }
  const body = {
    title: 'Hotline',
    serviceType: 'customer-service',
    ownerId: LI.id,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: {},
    needs: { statement: 'Answer <all> calls' },
  } as const;
  await insertEngagement(trx, { id: HOTLINE, body, criticality: 'general', now: NOW });
  await appendAudit(trx, engagementStream(HOTLINE), [
    { key: 'created', at: NOW, type: 'engagement.created', actorId: LI.id, channel: 'api' },
  ]);
}

const TABLES = ['users', 'sessions', 'tokens', 'engagements', 'audit_events', 'idempotency_keys'] as const;
/** Every row of the tables that a page could change. */
export const contents = ({ database: { db } }: PageWorld): Promise<unknown> =>
  Promise.all(TABLES.map((table) => db(table).select('*')));

/** A browser as far as pages need one. */
export function browser({ app }: PageWorld) {
  const get = (path: string, cookie = '') => request(app).get(path).set({ cookie, accept: 'text/html' });
  const post = (path: string, { cookie = '', ...fields }: Readonly<Record<string, string>>) =>
    request(app).post(path).set({ cookie, accept: 'text/html' }).type('form').send(fields);
  const signIn = async (who: Person): Promise<string> => {
    const form = await get('/sign-in');
    const token = `token-of-${who.id}`;
    const answer = await post('/sign-in', { csrf: csrfIn(form.text), token, next: '/inbox' }).expect(303);
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };
  return { get, post, signIn };
}

/** LI, who has signed in, reads English and has whatever roles a test gives. */
export class Visitor {
  cookie = '';

  private constructor(private readonly world: PageWorld) {}

  static async of(world: PageWorld): Promise<Visitor> {
    const visitor = new Visitor(world);
    await visitor.signIn();
    return visitor;
  }

  async signIn(): Promise<void> {
    this.cookie = await browser(this.world).signIn(LI);
  }

  as = (...roles: Role[]): Promise<unknown> =>
    updatePerson(this.world.database.db, { ...LI, roles, locale: 'en' }, Date.now());

  speak = (locale: Person['locale']): Promise<unknown> =>
    updatePerson(this.world.database.db, { ...LI, locale }, Date.now());

  get = (path: string) => browser(this.world).get(path, this.cookie);

  /** Sends the form that a page shows, after other values have been typed. */
  send(html: string, path: string, typed: Typed = {}) {
    const headers = { cookie: this.cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' };
    return request(this.world.app)
      .post(path)
      .set(headers)
      .type('form')
      .send(filled(html, path, typed).toString());
  }
}
