import type { Locator, Page } from 'playwright-core';

/** Where the keyboard stands, and what is wrong with that. */
export interface Stop {
  /** Null between the end of a page and its beginning, where the browser's own controls are. */
  readonly on: string | null;
  readonly faults: readonly string[];
  /** Whether it is the control that was looked for. */
  readonly there: boolean;
  /** The control that was looked for is no longer on the page: what it showed has been fetched again. */
  readonly replaced: boolean;
}

/**
 * Run inside the page: what has the focus must be ringed, must be seen and must not lie under something else. In a field
 * for a day or a time the browser rings its own button.
 */
const STOP = `(() => {
  const one = document.activeElement;
  const found = { there: one === globalThis.wanted, replaced: !globalThis.wanted?.isConnected };
  if (!one || one === document.body || one === document.documentElement) return { ...found, on: null, faults: [] };
  const words = (one.getAttribute('aria-label') || one.innerText || one.closest('label')?.innerText || one.value || '').trim().slice(0, 60);
  const on = one.tagName.toLowerCase() + (one.name ? '[' + one.name + ']' : '') + ' ' + JSON.stringify(words);
  const style = getComputedStyle(one);
  const inner = ['date', 'time'].includes(one.type) && !one.matches(':focus-visible');
  const ringed = inner || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  const box = [...one.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
  if (!box) return { ...found, on, faults: ['has no size: ' + on] };
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (left >= right || top >= bottom) return { ...found, on, faults: ['is out of sight: ' + on] };
  const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const covered = above && !one.contains(above) && !above.contains(one);
  return { ...found, on, faults: [...(ringed ? [] : ['has no ring: ' + on]), ...(covered ? ['is covered by ' + above.tagName + ': ' + on] : [])] };
})()`;

export const stopOf = (page: Page): Promise<Stop> => page.evaluate<Stop>(STOP);

/** Says which control is looked for. */
export const wanted = (target: Locator): Promise<void> =>
  target.first().evaluate((one: unknown) => void Object.assign(globalThis, { wanted: one }));
