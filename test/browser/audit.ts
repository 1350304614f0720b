import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A page of a browser and what went wrong in it since it was last asked. */
export interface Watched {
  readonly page: Page;
  readonly faults: () => readonly string[];
}

/** Watches for errors in the console (a refusal by the policy is one) and for requests to anywhere but `origin`. */
export async function watch(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage();
  const seen: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', ({ message }) => seen.push(`script: ${message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) seen.push(`request: ${request.url()}`);
  });
  page.on('response', (response) => {
    const leadsOn = response.request().isNavigationRequest() && response.status() < 400;
    if (!response.ok() && !leadsOn) seen.push(`answer ${response.status()}: ${response.url()}`);
  });
  return { page, faults: () => seen.splice(0) };
}

/** A context in which the policy lets axe in; nothing else is to be judged in it but what axe says. */
export async function auditing(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ bypassCSP: true });
  await context.addInitScript(AXE);
  return context;
}

/** Opens what is folded: forms in it are part of the page. */
export const unfold = (page: Page): Promise<unknown> =>
  page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');

/** By how many pixels a page goes sideways, with the elements that do it; empty when it fits. */
export const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  return ['overflow: ' + scrollWidth + ' px', ...wide.slice(0, 5).map((one) => 'overflow: ' + one.outerHTML.slice(0, 120))];
})()`);

/** Frames hold mails, which are judged by themselves: no script can ask inside their sandbox. */
const asking = (only: object): string => `axe.run(document, {
  runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'], preload: false, iframes: false
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) =>
  [id, target.join(' '), html.slice(0, 160), ...[...any, ...all, ...none].map(({ message }) => message)].join(' | '))))`;

/** Violations of WCAG 2.2 A and AA, and of what axe calls good practice: a line each, with rule, element and reason. */
export const violations = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(asking({ type: 'tag', values: RULES }));

/** Of some rules only. */
export const violationsOf = (page: Page, rules: readonly string[]): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(asking({ type: 'rule', values: rules }));

/** Asks axe on a page under the policy of the product: what the debugger runs in it is no script of the page. */
export async function auditedHere(context: BrowserContext, page: Page): Promise<() => Promise<readonly string[]>> {
  const debug = await context.newCDPSession(page);
  const run = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return async () => {
    if ((await run('typeof axe')) === 'undefined') await run(AXE);
    return (await run(asking({ type: 'tag', values: RULES }))) as readonly string[];
  };
}
