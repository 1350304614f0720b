import pino from 'pino';
import request, { type Response, type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { gateActivities } from '../../activities/gates';
import type { Letter } from '../../activities/deps';
import { createApp } from '../../api/app';
import type { Gateway } from '../../api/gateway';
import { createPages } from '../../api/pages';
import { engagementRoutes } from '../../api/routes/engagements';
import { selectionRoutes } from '../../api/routes/selection';
import { tenderRoutes } from '../../api/routes/tender';
import type { Services } from '../../api/services';
import { vendorLinks } from '../../api/vendor-links';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import type { Criticality } from '../../domain/planning/catalogue';
import type { Locale } from '../../domain/people/people';
import { anOpening } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { noDocuments } from '../documents';
import { nonceIn } from './page-form';
import { noGateway, type SignedIn, signedIn } from './world';

const HOUR = 3_600_000;
const START = Date.parse('2027-01-04T08:00:00Z');
export const CNY = (amount: string) => ({ amount, currency: 'CNY' });
export const items = [
  { key: 'setup', title: 'Setup', quantity: 1, unit: 'time', charge: 'oneOff' },
  { key: 'seats', title: 'Seats', quantity: 10, unit: 'seat', charge: 'annual' },
];
const SECRETS = ['s'.repeat(32)];

/** A tender over a real database: everything but Temporal, whose part is played by calling the activities. */
export class TenderWorld {
  now = START;
  readonly letters: Letter[] = [];
  /** Orders of mails that a workflow was asked to send. */
  readonly orders: MailOrder[] = [];
  private engagementId = '';

  private constructor(
    readonly database: TestDatabase,
    readonly people: Readonly<Record<'owner' | 'boss' | 'ann' | 'bo', SignedIn>>,
  ) {}

  static async open(): Promise<TenderWorld> {
    const database = await testDatabase();
    const { db } = database;
    return new TenderWorld(database, {
      owner: await signedIn(db, { roles: ['manager'] }),
      boss: await signedIn(db, { roles: ['executive', 'manager'] }),
      ann: await signedIn(db, { roles: ['evaluator'] }),
      bo: await signedIn(db, { roles: ['evaluator'] }),
    });
  }

  close = (): Promise<void> => this.database.drop();

  get app() {
    const start: Gateway['start'] = ({ args }) => {
      this.orders.push(...(args[0] as MailOrder[]));
      return Promise.resolve();
    };
    const config = { publicUrl: 'http://localhost', secrets: SECRETS, smtpUrl: '', production: false, exitAllow: [] };
    const services: Services = {
      config,
      db: this.database.db,
      documents: noDocuments,
      gateway: { ...noGateway, start, signal: () => Promise.resolve() },
      log: pino({ level: 'silent' }),
      clock: () => this.now,
    };
    const routes = [engagementRoutes, selectionRoutes, tenderRoutes].flatMap((make) => make(services));
    const nobody = { todo: 0, done: 0, 'closed-by-others': 0, cc: 0, mine: 0 };
    const requests = { counts: () => Promise.resolve(nobody) } as never;
    const pages = createPages(services, { requests, vendorLinks: vendorLinks(services) });
    return createApp({ services, routes, pages });
  }

  /** An engagement in the selection, and vendors with a contact. */
  async begin(
    vendors: Readonly<Record<string, Locale>> = { sun: 'en', moon: 'zh-CN' },
    criticality: Criticality = 'general',
  ) {
    const id = uuidv7();
    this.engagementId = id;
    this.now = START;
    this.orders.length = 0;
    const vendorIds = Object.fromEntries(Object.keys(vendors).map((name) => [name, uuidv7()]));
    await inTransaction(this.database.db, async (trx) => {
      const body = anOpening({ ownerId: this.people.owner.person.id, timeZone: 'Asia/Shanghai' });
      await insertEngagement(trx, { id, body, criticality, now: this.now });
      await trx('engagements').where({ id }).update({ state: 'VENDOR_SELECTION' });
      for (const [name, locale] of Object.entries(vendors)) {
        const at = new Date(this.now);
        const contact = { contact_email: `${name}-${id}@example.com`, contact_name: `Contact of ${name}`, locale };
        const base = { id: vendorIds[name], name, country: 'CN', status: 'qualified', created_at: at, updated_at: at };
        await trx('vendors').insert({ ...base, ...contact });
      }
    });
    return { id, vendorIds };
  }

  call(who: keyof TenderWorld['people'], method: 'get' | 'put' | 'post', path: string): Test {
    const url = `/api/v1/engagements/${this.engagementId}${path}`;
    return request(this.app)[method](url).set('authorization', this.people[who].authorization);
  }

  /** Sends what was asked for, as the worker would, and answers the letters to one address or all. */
  async post(to = ''): Promise<readonly Letter[]> {
    const mailer = { send: (letter: Letter) => Promise.resolve(void this.letters.push(letter)) };
    const deps = {
      db: this.database.db,
      mailer,
      mailFrom: 'tenure@localhost',
      publicUrl: 'http://localhost',
      secrets: SECRETS,
    };
    for (const order of this.orders.splice(0)) await engagementMailActivities(deps).sendMail(order);
    return this.letters.filter(({ to: { address } }) => address.startsWith(to));
  }

  /** The path of a vendor's own page, out of its newest mail. */
  async link(vendor: string): Promise<string> {
    const letter = (await this.post(vendor)).at(-1);
    return /http:\/\/localhost(\/v\/\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  }

  /** Opens a vendor's page and sends a form of it. */
  async act(path: string, fields: Readonly<Record<string, string>>, status = 303): Promise<Response> {
    const page = await this.page(path);
    const nonce = nonceIn(page.text);
    return request(this.app)
      .post(path)
      .type('form')
      .send({ nonce, ...fields })
      .expect(status);
  }

  page = (path: string): Test => request(this.app).get(path);

  /** Time passes until after the deadline. */
  async publish(vendorIds: Readonly<Record<string, string>>, part: object = {}): Promise<void> {
    const at = (hours: number): string => new Date(this.now + hours * HOUR).toISOString();
    const body = { items, questionsUntil: at(24), closeAt: at(48), invited: Object.values(vendorIds), ...part };
    await this.call('owner', 'put', '/tender').send(body).expect(200);
    await this.call('owner', 'post', '/tender/publish').send({}).expect(200);
  }

  pass(hours: number): void {
    this.now += hours * HOUR;
  }

  /** What the monitoring does with everything due by now. */
  async agenda(): Promise<readonly string[]> {
    const { planAgenda, performAgenda } = agendaActivities({ db: this.database.db });
    const { engagementId } = this;
    const planned = await planAgenda({ engagementId, cursor: { at: 0, key: '' }, limit: 25 });
    const due = planned.filter(({ at }) => at <= this.now);
    const { mails } = await performAgenda({ engagementId, items: due, now: this.now });
    this.orders.push(...mails);
    return due.map(({ kind }) => kind);
  }

  /** What gate G2 says to a candidate: its dossier, or the codes of what is missing. */
  submitAward(candidateId: string, justification?: string) {
    const { prepareGate } = gateActivities({ db: this.database.db });
    const order = {
      engagementId: this.engagementId,
      gate: 'award',
      requestId: uuidv7(),
      actorId: this.people.owner.person.id,
      channel: 'api',
      body: { candidateId, ...(justification !== undefined && { justification }) },
      again: false,
      now: this.now,
    } as const;
    return { order, prepared: prepareGate(order) };
  }
}

export const bid = (unitPrice: string, part: Readonly<Record<string, string>> = {}) => {
  const none = ['transition', 'tooling', 'travel', 'changeRequests', 'taxes', 'fx', 'exit'];
  return {
    act: 'submit',
    confirm: 'yes',
    'line.setup': '1000',
    'line.seats': unitPrice,
    years: '2',
    ...Object.fromEntries(none.map((cost) => [`hidden.${cost}`, '0'])),
    ...part,
  };
};
