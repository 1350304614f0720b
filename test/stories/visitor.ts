import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Locale } from '../../domain/people/people';
import { labelOf, translate } from '../../templates/catalog';
import { auditedHere, overflowing, watch, type Watched } from '../browser/audit';
import { Keyboard } from './keyboard';
import { stopOf } from './stop';

export interface Setting {
  readonly locale: Locale;
  readonly width: number;
}

/** One person before one screen. Whatever page they come to must be sound, and so must every stop on their way. */
export class Visitor {
  readonly keys: Keyboard;
  readonly page: Page;
  readonly #watched: Watched;
  readonly #audit: () => Promise<readonly string[]>;
  readonly #setting: Setting;
  readonly #context: BrowserContext;

  private constructor(
    context: BrowserContext,
    watched: Watched,
    part: { audit: () => Promise<readonly string[]>; setting: Setting },
  ) {
    this.#context = context;
    this.#watched = watched;
    this.page = watched.page;
    this.keys = new Keyboard(watched.page);
    this.#audit = part.audit;
    this.#setting = part.setting;
  }

  static async at(browser: Browser, base: string, setting: Setting): Promise<Visitor> {
    const { locale, width } = setting;
    const context = await browser.newContext({ baseURL: base, locale, viewport: { width, height: 740 } });
    const watched = await watch(context, base);
    return new Visitor(context, watched, { audit: await auditedHere(context, watched.page), setting });
  }

  /** A text of the product in the language of the visitor. */
  readonly t = (key: string, values: Readonly<Record<string, unknown>> = {}): string =>
    translate(this.#setting.locale, key, values);
  readonly label = (group: string, word: string): string => labelOf(this.#setting.locale, group, word);
  get locale(): Locale {
    return this.#setting.locale;
  }

  /** Types an address, as one that a mail has. */
  async open(address: string): Promise<void> {
    const answer = await this.page.goto(address);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    const isStrict = policy.startsWith("default-src 'none'") && !policy.includes('unsafe');
    await this.look(isStrict ? [] : [`policy: ${policy}`]);
  }

  readonly link = (name: string, within: Locator = this.page.locator('body')): Locator =>
    within.getByRole('link', { name, exact: true });
  readonly button = (name: string): Locator => this.page.getByRole('button', { name, exact: true });
  readonly field = (name: string): Locator => this.page.locator(`main [name="${name}"]:not([type="hidden"])`);
  readonly choice = (name: string, value: string): Locator =>
    this.page.locator(`main [name="${name}"][value="${value}"]`);
  readonly main = (): Promise<string> => this.page.locator('main').innerText();

  /** Follows a link or sends a form with Enter, and looks at the page that comes. */
  async follow(target: Locator): Promise<void> {
    await this.#leave(target);
    await this.look();
  }

  /** Sends a form that is refused with a status: that answer is no fault, everything else is. */
  async refused(target: Locator, status: number): Promise<void> {
    await this.#leave(target);
    const expected = (fault: string): boolean =>
      fault.startsWith(`answer ${status}:`) || fault.includes(`status of ${status}`);
    const faults = this.#watched.faults();
    const others = faults.filter((fault) => !expected(fault));
    if (!faults.some((fault) => fault.startsWith(`answer ${status}:`))) others.push(`not refused with ${status}`);
    if (!(await this.#heard()))
      others.push(`the focus is not where the refusal is: ${String((await stopOf(this.page)).on)}`);
    await this.look(others);
  }

  /**
   * Whoever sees no screen, or one part of it, must hear why; and go on from there, not from the top of the page. The
   * browser gives a page its first focus when it draws it, which may be after all of it is loaded.
   */
  async #heard(): Promise<boolean> {
    const heard = this.page.locator('main [role="alert"]:focus, main [aria-invalid="true"]:focus, main fieldset:focus');
    return heard.waitFor({ state: 'attached', timeout: 10_000 }).then(
      () => true,
      () => false,
    );
  }

  async #leave(target: Locator): Promise<void> {
    await this.keys.to(target);
    const loaded = this.page.waitForEvent('load');
    await this.page.keyboard.press('Enter');
    await loaded;
  }

  /** Judges the page as it stands. */
  async look(before: readonly string[] = []): Promise<void> {
    const seen = [...before, ...this.keys.faults(), ...(await overflowing(this.page)), ...(await this.#audit())];
    const faults = [...seen, ...this.#watched.faults()];
    if (faults.length === 0) return;
    const said = await this.page.locator('[role="alert"]').allInnerTexts();
    throw new Error([this.page.url(), ...faults, ...said].join('\n'));
  }

  readonly leave = (): Promise<void> => this.#context.close();
}
