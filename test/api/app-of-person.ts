import { Secret, TOTP } from 'otpauth';
import type { Person } from '../../domain/people/people';
import { type Browser, MINUTE, type SignInWorld } from './sign-in-world';

/** What the app on somebody's phone shows. */
export const shownAt = (seed: string, timestamp: number): string =>
  new TOTP({ secret: Secret.fromBase32(seed.replaceAll(' ', '')) }).generate({ timestamp });

export interface Enrolled {
  readonly browser: Browser;
  readonly seed: string;
  readonly codes: readonly string[];
  /** What the app shows now. */
  readonly shown: () => string;
}

export const seedIn = (html: string): string =>
  /Or type this into the app: <code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';

/** Signs somebody in and sets up an app for them; a minute later its next code is good. */
export async function enrolApp(world: SignInWorld, person: Person): Promise<Enrolled> {
  const browser = await world.signedIn(person);
  const seed = seedIn((await browser.submit('/security', { act: 'begin-app' })).text);
  const done = await browser.submit('/security', { act: 'confirm-app', code: shownAt(seed, world.now) });
  const codes = [...done.text.matchAll(/<li><code>([A-Z2-7-]+)<\/code>/g)].map(([, code]) => code ?? '');
  world.now += MINUTE;
  return { browser, seed, codes, shown: () => shownAt(seed, world.now) };
}
