import request, { type Response } from 'supertest';
import type { Person } from '../../domain/people/people';
import { csrfIn } from '../api/page-form';
import { provedIn, type SignInWorld, tokenOf } from '../api/sign-in-world';
import { OidcBrowser } from '../oidc/oidc-browser';
import { Device, type Lie } from './device';

export const PLACE = { origin: 'http://localhost:3000', rpId: 'localhost' } as const;

interface Options {
  readonly challenge: string;
  readonly user: { readonly id: string };
}

/** A browser whose pages ask for passkeys, with what their script does done by hand. */
export class PasskeyBrowser extends OidcBrowser {
  static of = (world: SignInWorld, address?: string): PasskeyBrowser => new PasskeyBrowser(world.app, address);

  signIn = (person: Person): Promise<Response> => this.submit('/sign-in', { token: tokenOf(person) });

  /** A call of the API by a page. */
  put = async (path: string, body: object): Promise<Response> =>
    request(this.app).put(path).set({ ...this.headers(), accept: 'application/json' }).send(body); // prettier-ignore

  /** What a page asks a passkey: the answer of its options. */
  async asked(page: string, fields: Readonly<Record<string, string>> = {}, action = `${page}/passkey`) {
    const csrf = csrfIn((await this.get(page)).text);
    return this.post(action, { csrf, ...fields }, { accept: 'application/json' });
  }

  options = async (page: string, fields: Readonly<Record<string, string>> = {}): Promise<Options> =>
    (await this.asked(page, fields)).body as Options;

  async add(device: Device, lie: Lie = {}): Promise<Response> {
    const credential = device.make(await this.options('/security'), lie);
    return this.submit('/security', { act: 'add-passkey', passkeyName: 'My phone', credential });
  }

  /** Signs in with nothing but a passkey. */
  async enter(device: Device, lie: Lie = {}): Promise<Response> {
    const credential = device.show(await this.options('/sign-in'), lie);
    return this.submit('/sign-in', { credential });
  }

  /** The first step of a sign-in: what carries the first proof. */
  async firstStep(person: Person): Promise<string> {
    return provedIn((await this.signIn(person)).text);
  }

  async second(device: Device, proved: string, lie: Lie = {}): Promise<Response> {
    const credential = device.show(await this.options('/sign-in', { proved }), lie);
    return this.submit('/sign-in', { proved, credential });
  }

  async confirm(device: Device, lie: Lie = {}): Promise<Response> {
    const credential = device.show(await this.options('/confirm'), lie);
    return this.submit('/confirm', { credential, next: '/security' });
  }
}

export interface WithPasskey {
  readonly browser: PasskeyBrowser;
  readonly device: Device;
  /** What the page showed when it was added. */
  readonly added: Response;
}

/** Somebody who is signed in and has a passkey. */
export async function enrolPasskey(world: SignInWorld, person: Person, synced = false): Promise<WithPasskey> {
  const browser = PasskeyBrowser.of(world);
  expect((await browser.signIn(person)).status).toBe(303);
  const device = new Device(PLACE, synced);
  return { browser, device, added: await browser.add(device) };
}

/** The code by which a page says why a passkey opened nothing. */
export const codeIn = ({ text }: Response): string | undefined => /PASSKEY_[A-Z_]+/.exec(text)?.[0];
