import express, { type Express } from 'express';
import pino from 'pino';
import request, { type Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { decisionLinks } from '../../api/decision-links';
import type { Gateway } from '../../api/gateway';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import { taskRoutes } from '../../api/routes/tasks';
import type { Services } from '../../api/services';
import { noteAttempt } from '../../db/stores/mail-log';
import { insertPerson, updatePerson } from '../../db/stores/people';
import { prepareRequest, saveRemark, saveRequest } from '../../db/stores/requests';
import type { NewRequestDocument } from '../../db/stores/subjects';
import { insertSession } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import type { Act, Actor } from '../../domain/approval/events';
import { objection } from '../../domain/approval/objection';
import { reduce } from '../../domain/approval/reducer';
import type { Settings } from '../../domain/approval/schema';
import type { RequestState } from '../../domain/approval/state';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { createLinks } from '../../links';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { Desk, HOUR, MONDAY, step } from '../domain/approval-builders';
import { noDocuments } from '../documents';
import { hiddenOf } from './page-form';
import { noGateway } from './world';

const SECRETS = ['s'.repeat(32)];
export const links = createLinks(SECRETS, 'http://localhost:3000');

export interface Asking {
  readonly id: string;
  readonly asked: readonly [Person, Person];
  readonly state: RequestState;
  /** Path of the link that was mailed to one of the two people asked. */
  readonly link: (person: Person, part?: { readonly address?: string; readonly expiresAt?: number }) => string;
}

/** Decision links over a real database; in place of Temporal, the same reducer and the same records. */
export class LinkWorld {
  readonly notices: string[] = [];
  now = MONDAY;
  away = false;
  private readonly states = new Map<string, RequestState>();
  app: Express = express();

  private constructor(readonly database: TestDatabase) {
    this.restart();
  }

  static async open(): Promise<LinkWorld> {
    return new LinkWorld(await testDatabase());
  }

  /** An API process of its own, with nothing counted yet. */
  restart(more: Partial<Services['config']> = {}): void {
    const config = {
      publicUrl: 'http://localhost:3000',
      secrets: SECRETS,
      smtpUrl: 'smtp://localhost',
      production: false,
      exitAllow: [],
      ...more,
    };
    const log = pino({ level: 'silent' });
    const services: Services = {
      config,
      db: this.database.db,
      gateway: this.gateway(),
      documents: noDocuments,
      log,
      clock: () => this.now,
    };
    const parts = { requests: requestsPort(services), decisionLinks: decisionLinks(services) };
    this.app = createApp({ services, routes: taskRoutes(services), pages: createPages(services, parts) });
  }

  get = (path: string) => request(this.app).get(path).set('accept', 'text/html');
  post = (path: string, fields: Readonly<Record<string, string>> = {}) =>
    request(this.app).post(path).set('accept', 'text/html').type('form').send(fields);

  /** Opens a link, fills in its form and sends it, there or to another address of the page. */
  async send(link: string, fields: Readonly<Record<string, string>> = {}, to = ''): Promise<Response> {
    const { text } = await this.get(link);
    return this.post(link + to, { ...hiddenOf(text), ...fields });
  }

  /** A request that two people are asked to decide, where the first answer counts. */
  async ask(settings: Settings = {}, part: Partial<NewRequestDocument> = {}): Promise<Asking> {
    const { db } = this.database;
    const [requester, first, second] = [aPerson(), aPerson({ name: 'Ann <b>' }), aPerson({ name: 'Bo' })];
    for (const person of [requester, first, second]) await insertPerson(db, person, this.now);
    const id = uuidv7();
    const subject = { type: 'payment', title: 'Pay <Oceanic>', data: { amount: 1000, currency: 'CNY' } };
    const prepared = await prepareRequest(db, {
      requestId: id,
      policyKey: 'payments',
      gate: null,
      engagementId: null,
      requesterId: requester.id,
      subject,
      notifyWorkflowId: null,
      now: this.now,
      ...part,
    });
    const steps = [step({ people: [first.id, second.id] })];
    const desk = new Desk({
      requestId: id,
      steps,
      settings,
      requesterId: requester.id,
      subjectHash: prepared.subjectHash,
    });
    await this.save(desk.state);
    const link: Asking['link'] = (person, part = {}) => {
      const task = desk.state.tasks.find(({ assigneeId }) => assigneeId === person.id);
      const target = { round: 1, recipientId: person.id, address: person.email, subjectHash: prepared.subjectHash };
      const url = links.forDecision({ taskId: task?.id ?? '', ...target, expiresAt: this.now + 72 * HOUR, ...part });
      return new URL(url).pathname;
    };
    return { id, asked: [first, second], state: desk.state, link };
  }

  /** The person gets another address; mails had gone to the one before. */
  async moveHouse(person: Person): Promise<void> {
    const { db } = this.database;
    const [taskId] = await db('request_tasks').where({ assignee_id: person.id }).pluck<string[]>('id');
    const mail = { kind: 'approval-request', subject: '', messageId: uuidv7(), now: this.now, taskId };
    await noteAttempt(db, { ...mail, key: mail.messageId, recipientId: person.id, address: person.email });
    await updatePerson(db, { ...person, email: `new-${person.email}` }, this.now);
  }

  async signIn({ id: userId }: Person): Promise<string> {
    const secret = uuidv7();
    await insertSession(this.database.db, { userId, secret, now: this.now });
    return `tenure_session=${secret}`;
  }

  /** What the engine knows now. */
  stateOf = (id: string): RequestState | undefined => this.states.get(id);

  /** As if nobody had decided: what was asked at first is asked again, under the same tasks. */
  async askAgain({ id, state }: Asking): Promise<void> {
    await this.save({ ...state, version: (this.states.get(id)?.version ?? 0) + 1 });
  }

  async act(id: string, act: Act, actor: Actor): Promise<void> {
    const state = this.states.get(id);
    if (!state) throw new DomainError('STATE_CONFLICT', 'The process has ended.');
    const refusal = objection(state, act, { actor, now: this.now });
    if (refusal) throw DomainError.from(refusal);
    const next = reduce(state, { type: 'act', act, actor }, this.now);
    await this.save(next.state);
    await inTransaction(this.database.db, async (trx) => {
      for (const [index, fact] of next.facts.entries())
        await saveRemark(trx, id, { key: `${next.state.version}:${index}`, at: this.now, round: 1, fact });
    });
  }

  private async save(state: RequestState): Promise<void> {
    this.states.set(state.id, state);
    await inTransaction(this.database.db, (trx) => saveRequest(trx, { state, runs: state.runs, tasks: state.tasks }));
  }

  private gateway(): Gateway {
    const gone = () => Promise.reject(new DomainError('UNAVAILABLE', 'away'));
    return {
      ...noGateway,
      start: ({ id }) => (this.away ? gone() : Promise.resolve(void this.notices.push(id))),
      update: async <T>({ id, arg }: Parameters<Gateway['update']>[0]): Promise<T> => {
        if (this.away) return gone();
        const { act, actor } = arg as { act: Act; actor: Actor };
        await this.act(id.replace('request-', ''), act, actor);
        return undefined as T;
      },
    };
  }
}
