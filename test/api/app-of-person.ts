import { Secret, TOTP } from 'otpauth';
import type { Person } from '../../domain/people/people';
import { Browser, MINUTE, type SignInWorld } from './sign-in-world';

/** What the app on somebody's phone shows. */
export const shownAt = (seed: string, timestamp: number): string =>
  new TOTP({ secret: Secret.fromBase32(seed.replaceAll(' ', '')) }).generate({ timestamp });

export interface Enrolled {
  readonly browser: Browser;
  readonly seed: string;
  readonly codes: readonly string[];
}

export const seedIn = (html: string): string =>
  /Or type this into the app: <code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';

/** Signs somebody in and sets up an app for them; a minute later its next code is good. */
export async function enrolApp(world: SignInWorld, person: Person): Promise<Enrolled> {
  const browser = new Browser(world.app);
  await browser.signIn(person);
  const seed = seedIn((await browser.submit('/security', { act: 'begin-app' })).text);
  const done = await browser.submit('/security', { act: 'confirm-app', code: shownAt(seed, world.now) });
  const codes = [...done.text.matchAll(/<li><code>([A-Z2-7-]+)<\/code>/g)].map(([, code]) => code ?? '');
  world.now += MINUTE;
  return { browser, seed, codes };
}

export const provedIn = (html: string): string => /name="proved" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Signs in up to the question for the code; answers what carries the first proof. */
export async function firstStep(browser: Browser, person: Person): Promise<string> {
  const asked = await browser.signIn(person);
  expect(asked.status).toBe(200);
  expect(asked.headers['set-cookie']).toBeUndefined();
  return provedIn(asked.text);
}
