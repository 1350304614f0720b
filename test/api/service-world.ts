import pino from 'pino';
import request, { type Response, type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { agendaActivities } from '../../activities/agenda';
import type { Letter } from '../../activities/deps';
import { engagementMailActivities } from '../../activities/engagement-mail';
import { createApp } from '../../api/app';
import type { Gateway } from '../../api/gateway';
import type { Intake } from '../../api/document-upload';
import { createPages } from '../../api/pages';
import { apiRoutes } from '../../api/routes';
import { serviceLinks } from '../../api/service-links';
import { valueLinks } from '../../api/value-links';
import { surveyLinks } from '../../api/survey-links';
import { settlementLinks } from '../../api/settlement-links';
import type { Services } from '../../api/services';
import { auditTrail } from '../../db/read/audit';
import { buildPack } from '../../db/read/pack';
import { engagementStream } from '../../db/stores/audit';
import { findEngagement, insertEngagement } from '../../db/stores/engagements';
import { insertHold, releaseHold } from '../../db/stores/exit-holds';
import type { DocumentStore } from '../../db/documents/store';
import { inTransaction } from '../../db/transaction';
import type { State } from '../../domain/engagement/statuses';
import type { MailOrder } from '../../domain/mail/order';
import type { Locale } from '../../domain/people/people';
import { ReviewPack } from '../../domain/review/pack-schema';
import { anOpening } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { noDocuments } from '../documents';
import { type BroughtForm, csrfIn, nonceIn, withFiles } from './page-form';
import { noGateway, type SignedIn, signedIn } from './world';

const SECRETS = ['s'.repeat(32)];
/** A Monday morning. */
export const START = Date.parse('2027-03-01T09:00:00Z');
type Name = 'owner' | 'service' | 'stranger';
type HoldPart = { readonly by?: string; readonly at?: number };
type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** A running service over a real database: everything but Temporal, whose part is played by calling the activities. */
export class ServiceWorld {
  now = START;
  readonly letters: Letter[] = [];
  /** Mails that the monitoring asked for since they were last sent. */
  readonly orders: MailOrder[] = [];
  id = '';
  vendorId = '';

  /** Removes what was opened along with it. */
  private alongside: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    readonly people: Readonly<Record<Name, SignedIn>>,
    readonly app: ReturnType<typeof createApp>,
  ) {}

  static async open(
    documents: DocumentStore = noDocuments.store,
    gateway: Partial<Gateway> = {},
    intake: Partial<Intake> = {},
  ): Promise<ServiceWorld> {
    const database = await testDatabase();
    const { db } = database;
    const people = {
      owner: await signedIn(db, { roles: ['manager'], name: 'Olga' }),
      service: await signedIn(db, { roles: ['evaluator'], name: 'Sven' }),
      stranger: await signedIn(db, { roles: ['evaluator'] }),
    };
    const config = { publicUrl: 'http://localhost', secrets: SECRETS, smtpUrl: '', production: false, exitAllow: [] };
    const services: Services = {
      config,
      db,
      documents: { ...noDocuments, store: documents, ...intake },
      gateway: { ...noGateway, signal: () => Promise.resolve(), ...gateway },
      log: pino({ level: 'silent' }),
      clock: () => world.now,
    };
    const nobody = { todo: 0, done: 0, 'closed-by-others': 0, cc: 0, mine: 0 };
    const requests = { counts: () => Promise.resolve(nobody) } as never;
    const pages = createPages(services, {
      requests,
      serviceLinks: serviceLinks(services),
      valueLinks: valueLinks(services),
      surveyLinks: surveyLinks(services),
      settlementLinks: settlementLinks(services),
    });
    const world = new ServiceWorld(database, people, createApp({ services, routes: apiRoutes(services), pages }));
    return world;
  }

  /** With a document store of its own, which goes with the world. */
  static async withFolder(gateway: Partial<Gateway> = {}): Promise<[ServiceWorld, DocumentFolder]> {
    const folder = await documentFolder();
    const world = await ServiceWorld.open(folder.store, gateway);
    world.alongside = folder.remove;
    return [world, folder];
  }

  /** As if the engagement had begun on other days. */
  async since(createdOn: string, liveOn: string): Promise<void> {
    const since = { created_at: new Date(`${createdOn}T08:00:00Z`), live_on: liveOn };
    await this.database.db('engagements').where({ id: this.id }).update(since);
  }

  /** The pack of the last quarter of 2026, built as the world begins. */
  pack = (): Promise<ReviewPack> =>
    inTransaction(this.database.db, async (trx) => {
      const engagement = await findEngagement(trx, this.id);
      if (!engagement) throw new Error('There is no engagement.');
      const review = { reviewId: uuidv7(), kind: 'quarterly', period: '2026-Q4' } as const;
      return ReviewPack.parse(await buildPack(trx, engagement, { review, now: START }));
    });

  async close(): Promise<void> {
    await this.database.drop();
    await this.alongside();
  }

  /** A service of its own, with a vendor that has a contact. */
  async begin({ state = 'IN_SERVICE', locale = 'en' }: { state?: State; locale?: Locale } = {}): Promise<string> {
    [this.id, this.vendorId] = [uuidv7(), uuidv7()];
    this.now = START;
    this.orders.length = 0;
    this.letters.length = 0;
    const { id, vendorId } = this;
    await inTransaction(this.database.db, async (trx) => {
      const roles = { serviceManager: this.people.service.person.id };
      const body = anOpening({ ownerId: this.people.owner.person.id, roles });
      await insertEngagement(trx, { id, body, criticality: 'general', now: this.now });
      const at = new Date(this.now);
      const contact = { contact_email: `v-${id}@example.com`, contact_name: 'Wu', locale };
      const base = { id: vendorId, name: `Sun ${id}`, country: 'CN', status: 'qualified' };
      await trx('vendors').insert({ ...base, ...contact, created_at: at, updated_at: at });
      await trx('engagements').where({ id }).update({ state, vendor_id: vendorId });
    });
    return id;
  }

  call(method: Method, path: string, body?: object, who: Name = 'owner'): Test {
    return this.callAs(this.people[who], method, path, body);
  }

  /** The same by somebody who has no part of his own in this world. */
  callAs({ authorization }: Pick<SignedIn, 'authorization'>, method: Method, path: string, body?: object): Test {
    const url = `/api/v1/engagements/${this.id}${path}`;
    return request(this.app)[method](url).set('authorization', authorization).send(body);
  }

  /** Time passes, and the monitoring does everything that falls due, each at its time. Answers what it was. */
  async until(day: string): Promise<readonly string[]> {
    // What is due at once comes round a moment after what was done last.
    const end = Date.parse(`${day}:00.999Z`);
    const { planAgenda, performAgenda } = agendaActivities({ db: this.database.db });
    const done: string[] = [];
    for (let cursor = { at: this.now - 1, key: '' }; ;) {
      const [item] = await planAgenda({ engagementId: this.id, cursor, limit: 1 });
      if (!item || item.at > end) break;
      this.now = Math.max(this.now, item.at);
      const { mails } = await performAgenda({ engagementId: this.id, items: [item], now: this.now });
      this.orders.push(...mails);
      done.push(`${item.kind}:${item.facts['word'] ?? ''}`);
      cursor = { at: item.at, key: item.key };
    }
    this.now = end - 999;
    return done;
  }

  /** Lets the monitoring do what is due now. */
  settle = (): Promise<readonly string[]> => this.until(new Date(this.now).toISOString().slice(0, 16));

  /** Sends what was asked for, as the worker would; answers the letters sent now. */
  async post(): Promise<readonly Letter[]> {
    const before = this.letters.length;
    const mailer = { send: (letter: Letter) => Promise.resolve(void this.letters.push(letter)) };
    const { db } = this.database;
    const deps = { db, mailer, mailFrom: 'tenure@localhost', publicUrl: 'http://localhost', secrets: SECRETS };
    for (const order of this.orders.splice(0)) await engagementMailActivities(deps).sendMail(order);
    return this.letters.slice(before);
  }

  /** The path of the vendor's page, out of its newest mail. */
  async link(): Promise<string> {
    await this.settle();
    await this.post();
    const letter = this.letters.filter(({ to }) => to.address.startsWith('v-')).at(-1);
    return /http:\/\/localhost(\/i\/\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  }

  page = (path: string): Test => request(this.app).get(path).set('accept', 'text/html');

  /** Opens the vendor's page and sends a form of it. */
  async act(path: string, fields: Readonly<Record<string, string>>, status = 303): Promise<Response> {
    const nonce = nonceIn((await this.page(path)).text);
    return request(this.app)
      .post(path)
      .type('form')
      .send({ nonce, ...fields })
      .expect(status);
  }

  /** The same with files, each by the field that it is chosen in. */
  async bring(path: string, { fields, files, status = 303 }: BroughtForm): Promise<Response> {
    const nonce = nonceIn((await this.page(path)).text);
    return withFiles(request(this.app).post(path), { fields: { nonce, ...fields }, files }).expect(status);
  }

  /** Places a legal hold; answers its id. */
  async hold({ by = this.people.owner.person.id, at = this.now }: HoldPart = {}): Promise<string> {
    const hold = { id: uuidv7(), engagementId: this.id, datasetKey: null, reason: 'A claim.', placedBy: by };
    await inTransaction(this.database.db, (trx) => insertHold(trx, hold, at));
    return hold.id;
  }

  async release(holdId: string, { by = this.people.owner.person.id, at = this.now }: HoldPart = {}): Promise<void> {
    const which = { engagementId: this.id, holdId };
    await inTransaction(this.database.db, (trx) => releaseHold(trx, which, { actorId: by, now: at }));
  }

  alarms = (rule: string): Promise<{ rule: string; severity: string; subject: string; state: string }[]> =>
    this.database.db('alarms').where({ engagement_id: this.id, rule }).orderBy('opened_at');

  trail = () => auditTrail(this.database.db, engagementStream(this.id), { after: 0, limit: 200 });

  /** A browser in which a person has signed in, at a page of ours. */
  async browse(who: Name, path: string) {
    const agent = request.agent(this.app).set('accept', 'text/html');
    const token = this.people[who].authorization.replace('Bearer ', '');
    const form = await agent.get('/sign-in');
    await agent
      .post('/sign-in')
      .type('form')
      .send({ csrf: csrfIn(form.text), token })
      .expect(303);
    const page = await agent.get(path).expect(200);
    const send = (fields: object) =>
      agent
        .post(path)
        .type('form')
        .send({ csrf: csrfIn(page.text), ...fields });
    const bring = ({ fields, files }: Omit<BroughtForm, 'status'>) =>
      withFiles(agent.post(path), { fields: { csrf: csrfIn(page.text), ...fields }, files });
    return { page, send, bring, get: (to: string) => agent.get(to) };
  }
}
