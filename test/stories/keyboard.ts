import type { Locator, Page } from 'playwright-core';
import { type Stop, stopOf, wanted } from './stop';

const MOST_STOPS = 400;

/**
 * Somebody who has nothing but a keyboard. On the way to a control every stop must be seen: a ring around it, on the
 * screen, under nothing else.
 */
export class Keyboard {
  readonly #page: Page;
  readonly #seen: string[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  /** What was wrong with the stops since it was last asked. */
  readonly faults = (): readonly string[] => this.#seen.splice(0);

  /** Goes to a control with Tab, around the page twice at most. */
  async to(target: Locator): Promise<void> {
    const way: string[] = [];
    await wanted(target);
    for (let stop = await stopOf(this.#page); !stop.there; stop = await this.#next()) {
      if (stop.replaced) await wanted(target);
      way.push(stop.on ?? '(outside)');
      const rounds = way.filter((on) => on === '(outside)').length;
      if (rounds > 3 || way.length > MOST_STOPS)
        throw new Error(`Not to be reached: ${String(target)} by ${way.join(' → ')}`);
    }
  }

  async #next(): Promise<Stop> {
    await this.#page.keyboard.press('Tab');
    const stop = await stopOf(this.#page);
    this.#seen.push(...stop.faults);
    return stop;
  }

  async #isOn(target: Locator): Promise<boolean> {
    await wanted(target);
    return (await stopOf(this.#page)).there;
  }

  async press(target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await this.to(target);
    await this.#page.keyboard.press(key);
  }

  /** Writes over what stands in a field. */
  async write(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.keyboard.insertText(text);
  }

  /** Ticks a box, or chooses one of several: Tab leads into such a group, arrows lead around in it. */
  async choose(target: Locator): Promise<void> {
    if ((await target.getAttribute('type')) !== 'radio') {
      if (!(await target.isChecked())) await this.press(target, 'Space');
      return;
    }
    await this.to(await this.#doorOf(target));
    for (let turn = 0; turn < 20 && !(await this.#isOn(target)); turn += 1)
      await this.#page.keyboard.press('ArrowDown');
    if (!(await target.isChecked())) await this.#page.keyboard.press('Space');
    if (!(await target.isChecked())) throw new Error(`Not to be chosen: ${String(target)}`);
  }

  /** Tab leads to what is chosen in a group, or else to its first. */
  async #doorOf(target: Locator): Promise<Locator> {
    const group = target.page().locator(`[type="radio"][name="${(await target.getAttribute('name')) ?? ''}"]`);
    const chosen = group.and(target.page().locator(':checked'));
    return (await chosen.count()) > 0 ? chosen : group.first();
  }

  /** Chooses from a list with the arrows. */
  async pick(list: Locator, value: string): Promise<void> {
    await this.to(list);
    await this.#page.keyboard.press('Home');
    for (let turn = 0; turn < 60 && (await list.inputValue()) !== value; turn += 1)
      await this.#page.keyboard.press('ArrowDown');
    if ((await list.inputValue()) !== value) throw new Error(`No choice ${value} in ${String(list)}`);
  }
}
