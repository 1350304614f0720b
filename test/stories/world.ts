import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { Anything, callerFor, Created } from '../../bin/demo/http';
import { catcherInbox, linksTo } from '../../bin/demo/inbox';
import { awaitMail } from '../../bin/demo/mail-decision';
import type { Actor, Theatre } from '../../bin/demo/stage';
import { loadConfig } from '../../config';
import type { Locale, Role } from '../../domain/people/people';
import { ADMIN_TOKEN, type Product } from '../e2e/product';
import { type Setting, Visitor } from './visitor';

export interface Player extends Actor {
  readonly token: string;
}

const Token = z.looseObject({ token: z.string() });

/** The running product as one story meets it: people of its own, and screens of one language and width. */
export class World {
  readonly theatre: Theatre;
  readonly #visitors: Visitor[] = [];
  readonly #part: {
    readonly product: Pick<Product, 'base' | 'env'>;
    readonly browser: Browser;
    readonly setting: Setting;
  };

  constructor(product: Pick<Product, 'base' | 'env'>, browser: Browser, setting: Setting) {
    this.#part = { product, browser, setting };
    const { base, env } = product;
    this.theatre = {
      base,
      inbox: catcherInbox(loadConfig(env)),
      admin: callerFor(base, ADMIN_TOKEN),
      callerFor: (token) => callerFor(base, token),
      say: () => undefined,
      now: Date.now,
      run: randomUUID().slice(0, 8),
    };
  }

  get locale(): Locale {
    return this.#part.setting.locale;
  }

  /** Where a story may write what it does not play. */
  get databaseUrl(): string {
    return loadConfig(this.#part.product.env).databaseUrl ?? '';
  }

  readonly words = (en: string, zh: string): string => (this.#part.setting.locale === 'en' ? en : zh);

  /** Somebody new, who reads the language of the story. */
  async hire(name: string, roles: readonly Role[], managerId: string | null = null): Promise<Player> {
    const { admin, run } = this.theatre;
    const { locale } = this.#part.setting;
    const email = `${name.toLowerCase().replaceAll(' ', '.')}.${run}@stories.example`;
    const body = { name, email, locale, timeZone: 'Asia/Shanghai', roles, managerId };
    const { id } = await admin({ method: 'POST', path: '/users', body }, Created);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { token } = await admin(
      { method: 'POST', path: `/users/${id}/tokens`, body: { name: 'story', expiresAt } },
      Token,
    );
    return { id, name, email, token, call: this.theatre.callerFor(token) };
  }

  async visitor(): Promise<Visitor> {
    const { browser, product, setting } = this.#part;
    const visitor = await Visitor.at(browser, product.base, setting);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** Signs in with a token, as the sign-in page offers. */
  async signedIn({ token }: Pick<Player, 'token'>): Promise<Visitor> {
    const visitor = await this.visitor();
    await visitor.open('/sign-in');
    await visitor.keys.press(visitor.page.locator('summary'), 'Enter');
    await visitor.keys.write(visitor.field('token'), token);
    await visitor.follow(visitor.button(visitor.t('sign-in.submit')).last());
    return visitor;
  }

  /** The first link below a path that a mail to somebody has; `about` stands in its subject. */
  async linkFor(person: Pick<Actor, 'name' | 'email'>, path: string, about = ''): Promise<string> {
    const start = `${this.theatre.base}${path}`;
    const mail = await awaitMail(this.theatre, person, {
      what: `A mail with a link to ${path}`,
      fits: (one) => one.subject.includes(about) && linksTo(one, start).length > 0,
    });
    return linksTo(mail, start)[0] ?? '';
  }

  /** A policy of one step that one person decides. */
  async policy(key: string, step: object, settings: object = {}): Promise<string> {
    const own = `${key}-${this.theatre.run}`;
    const steps = [{ key: 'check', title: 'Check', mode: 'any', ...step }];
    const body = { title: 'Payments', settings, steps };
    await this.theatre.admin({ method: 'PUT', path: `/policies/${own}`, body }, Anything);
    return own;
  }

  /** Asks for an approval. */
  async ask(requester: Player, policyKey: string, title: string): Promise<string> {
    const subject = { type: 'payment', title, data: { amount: { amount: '1200.00', currency: 'CNY' } } };
    const request = { method: 'POST', path: '/requests', body: { policyKey, subject }, key: randomUUID() } as const;
    return (await requester.call(request, Created)).id;
  }

  readonly leave = async (): Promise<void> => {
    for (const visitor of this.#visitors) await visitor.leave();
  };
}
