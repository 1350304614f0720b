import { randomUUID } from 'node:crypto';
import { z, type ZodType } from 'zod';
import { type ApiRequest, callerFor, Created, patiently } from '../../../bin/demo/http';
import { catcherInbox } from '../../../bin/demo/inbox';
import type { Actor, Theatre } from '../../../bin/demo/stage';
import { loadConfig } from '../../../config';
import type { Locale, Role } from '../../../domain/people/people';
import { ADMIN_TOKEN, type Product, startProduct } from '../product';
import { Refusals } from './refusals';
import { Writings } from './writings';

/** Somebody of the organisation who reads one language. */
export interface Speaker extends Actor {
  readonly locale: Locale;
  readonly token: string;
}

const Token = z.looseObject({ token: z.string() });

const ROLES = {
  sponsor: ['executive'],
  owner: ['manager'],
  contractManager: ['manager'],
  serviceManager: ['manager'],
  security: ['security'],
  finance: ['finance'],
  hr: ['hr'],
  legal: ['legal'],
  first: ['evaluator'],
  second: ['evaluator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Part = keyof typeof ROLES;
export type Cast = Readonly<Record<Part, Speaker>>;

const NAMES: Readonly<Record<Locale, Readonly<Record<Part, string>>>> = {
  en: {
    sponsor: 'Ada Palmer',
    owner: 'Ben Ortiz',
    contractManager: 'Cleo Novak',
    serviceManager: 'Dan Meyer',
    security: 'Eve Larsen',
    finance: 'Finn Keller',
    hr: 'Gwen Jones',
    legal: 'Hugo Ivers',
    first: 'Iris Hahn',
    second: 'Jack Grant',
  },
  'zh-CN': {
    sponsor: '赵敏',
    owner: '林悦',
    contractManager: '吴静',
    serviceManager: '陈浩',
    security: '何军',
    finance: '孙丽',
    hr: '周芳',
    legal: '钱程',
    first: '郑爽',
    second: '冯远',
  },
};

/** The whole product with its people of both languages, what they have written and what they were refused. */
export class World {
  readonly refusals = new Refusals();
  readonly writings = new Writings();
  /** Words that a reader met in another language, or as bare codes. */
  readonly untranslated = new Set<string>();
  readonly theatre: Theatre;
  readonly admin: Speaker;
  readonly vendors: { readonly email: string; readonly locale: Locale }[] = [];
  readonly people: Record<Locale, Cast> = { en: {} as Cast, 'zh-CN': {} as Cast };

  private constructor(readonly product: Product) {
    const { base, env } = product;
    const admin = this.actor({ id: '', name: 'Administrator', email: '', locale: 'en' }, ADMIN_TOKEN);
    this.admin = admin;
    this.theatre = {
      base,
      inbox: catcherInbox(loadConfig(env)),
      admin: admin.call,
      callerFor: (token) => callerFor(base, token),
      say: () => undefined,
      now: Date.now,
      run: randomUUID().slice(0, 8),
    };
  }

  static async open(): Promise<World> {
    const world = new World(await startProduct());
    for (const locale of ['en', 'zh-CN'] as const) world.people[locale] = await world.cast(locale);
    return world;
  }

  private actor(person: Omit<Speaker, 'call' | 'token'>, token: string): Speaker {
    const call = callerFor(this.product.base, token);
    const heard = <T>(request: ApiRequest, answer: ZodType<T>): Promise<T> => {
      this.writings.add(request.body);
      return call({ ...request, ...(request.method === 'POST' && { key: request.key ?? randomUUID() }) }, answer);
    };
    return { ...person, token, call: heard };
  }

  private async cast(locale: Locale): Promise<Cast> {
    const people: Partial<Record<Part, Speaker>> = {};
    for (const [part, roles] of Object.entries(ROLES) as [Part, readonly Role[]][]) {
      const name = NAMES[locale][part];
      const email = `${part.toLowerCase()}-${locale.toLowerCase()}@tenure.example`;
      const managerId = people.sponsor?.id ?? null;
      const body = { name, email, locale, timeZone: 'Asia/Shanghai', roles, managerId };
      const { id } = await this.admin.call({ method: 'POST', path: '/users', body }, Created);
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
      const path = `/users/${id}/tokens`;
      const { token } = await this.admin.call({ method: 'POST', path, body: { name: 'e2e', expiresAt } }, Token);
      people[part] = this.actor({ id, name, email, locale }, token);
    }
    // Every part has been given its person just now.
    return people as Cast;
  }

  /** What the API answers to somebody who is to be refused. */
  async answer({ token }: Speaker, { method, path, body, key = randomUUID() }: ApiRequest) {
    this.writings.add(body);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(method === 'POST' && { 'idempotency-key': key }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await patiently(`${this.product.base}/api/v1${path}`, init);
    return { status: response.status, problem: await response.json() };
  }

  /** A page says everything that is not somebody's own words in the language of its reader. */
  checkPage(html: string, locale: Locale): void {
    expect(html).toContain(`<html lang="${locale}"`);
    const [main = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? [];
    this.checkWords(main.replace(/<(style|script|svg)[\s\S]*?<\/\1>|<[^>]+>/g, ' '), locale);
  }

  checkWords(text: string, locale: Locale): void {
    for (const word of this.writings.foreign(text, locale)) this.untranslated.add(`${locale}: ${word}`);
  }
}
