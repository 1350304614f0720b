import type { Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { createPages } from '../../api/pages';
import type { Requests } from '../../api/pages/requests-port';
import { identityRoutes } from '../../api/routes/identities';
import { peopleRoutes } from '../../api/routes/people';
import { settingRoutes } from '../../api/routes/settings';
import { sessionRoutes } from '../../api/routes/sessions';
import type { Services } from '../../api/services';
import { SIGN_IN_STREAM } from '../../db/stores/audit';
import { insertPerson } from '../../db/stores/people';
import { insertToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { csrfIn } from './page-form';
import { noRequests } from './world';

export const NOW = Date.UTC(2026, 10, 24, 8);
export const MINUTE = 60_000;

const nothing = { todo: 0, done: 0, 'closed-by-others': 0, cc: 0, mine: 0 };
const requests: Requests = {
  view: () => Promise.resolve(null),
  state: () => Promise.resolve(null),
  inbox: () => Promise.resolve([]),
  counts: () => Promise.resolve(nothing),
  actOnTasks: () => Promise.resolve([]),
  actOnTask: () => Promise.resolve(),
  actOnRequest: () => Promise.resolve({ proposalId: null }),
};

/** Pages and API over a real database with a clock that is set by hand; two applications share it, as two processes do. */
export class SignInWorld {
  now = NOW;
  private only: Express | undefined;

  private constructor(
    readonly database: TestDatabase,
    private readonly publicUrl: string,
    private readonly settings: Partial<Services['config']>,
  ) {}

  static async open(
    publicUrl = 'http://localhost:3000',
    settings: Partial<Services['config']> = {},
  ): Promise<SignInWorld> {
    return new SignInWorld(await testDatabase(), publicUrl, settings);
  }

  /** Before each test: nobody has tried anything, no mail waits, the clock begins anew, and there is somebody who reads English. */
  async begin(): Promise<Person> {
    this.now = NOW;
    await this.database.db('sign_in_tries').delete();
    await this.database.db('mail_orders').delete();
    return this.hire({ locale: 'en' });
  }

  get services(): Services {
    const config = {
      publicUrl: this.publicUrl,
      secrets: ['s'.repeat(32)],
      smtpUrl: '',
      production: false,
      exitAllow: [],
      ...this.settings,
    };
    const log = pino({ level: 'silent' });
    const { db } = this.database;
    return { config, db, gateway: noRequests, documents: noDocuments, log, clock: () => this.now };
  }

  /** The one process of tests that need no second. */
  get app(): Express {
    return (this.only ??= this.process());
  }

  process(more: Partial<Services> = {}): Express {
    const services = { ...this.services, ...more };
    const routes = [
      ...peopleRoutes(services),
      ...sessionRoutes(services),
      ...identityRoutes(services),
      ...settingRoutes(services),
    ];
    return createApp({ services, routes, pages: createPages(services, { requests }) }).set('trust proxy', 1);
  }

  /** A browser that nobody has signed in with yet. */
  browser = (address?: string): Browser => new Browser(this.app, address);

  async signedIn(person: Person): Promise<Browser> {
    const browser = this.browser();
    expect((await browser.signIn(person)).status).toBe(303);
    return browser;
  }

  /** A call by what is no browser. */
  on = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) => request(this.app)[method](path);

  async hire(part: Parameters<typeof aPerson>[0] = {}): Promise<Person> {
    const person = aPerson(part);
    const { db } = this.database;
    await insertPerson(db, person, this.now);
    const secret = tokenOf(person);
    await insertToken(db, { id: person.id, userId: person.id, name: 'test', secret, expiresAt: null, now: this.now });
    return person;
  }

  async trail(): Promise<
    readonly { readonly type: string; readonly actor_id: string | null; readonly payload: Record<string, unknown> }[]
  > {
    return this.database
      .db('audit_events')
      .where({ stream: SIGN_IN_STREAM })
      .orderBy('seq')
      .select('type', 'actor_id', 'payload');
  }
}

export const tokenOf = ({ id }: Person): string => `token-of-${id}`;

/** A browser that keeps its session cookie and comes from one address. */
export class Browser {
  cookie = '';

  constructor(
    private readonly app: Express,
    private readonly address = '198.51.100.1',
  ) {}

  private headers() {
    return { cookie: this.cookie, accept: 'text/html', 'x-forwarded-for': this.address, 'user-agent': 'A browser' };
  }

  get = (path: string) => request(this.app).get(path).set(this.headers());

  /** Sends the form of a page with its token, and keeps the session that comes back. */
  async submit(
    page: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    action = page.split('?')[0] ?? page,
  ) {
    const form = await this.get(page);
    const sent = { csrf: csrfIn(form.text), ...fields };
    const answer = await request(this.app).post(action).set(this.headers()).type('form').send(sent);
    const set = /^([^=]+=[^;]*)/.exec(answer.headers['set-cookie'] ?? '')?.[1];
    if (set !== undefined) this.cookie = set;
    return answer;
  }

  signIn = (person: Person) => this.submit('/sign-in', { token: tokenOf(person) });

  /** Signs in up to the question for the code; answers what carries the first proof. */
  async firstStep(person: Person): Promise<string> {
    const asked = await this.signIn(person);
    expect(asked.status).toBe(200);
    expect(asked.headers['set-cookie']).toBeUndefined();
    return provedIn(asked.text);
  }
}

export const provedIn = (html: string): string => /name="proved" value="([^"]+)"/.exec(html)?.[1] ?? '';
