import type { OidcSettings } from '../../domain/people/oidc-settings';
import type { Services } from '../../api/services';
import type { Person } from '../../domain/people/people';
import { SignInWorld } from '../api/sign-in-world';
import { CLIENT, HostileProvider, type Malice } from './hostile-provider';
import { OidcBrowser } from './oidc-browser';

export const settingsFor = (issuer: string, part: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer,
  ...CLIENT,
  hosts: [],
  name: null,
  acr: [],
  verifiedClaim: 'email_verified',
  trustsFactors: false,
  ...part,
});

/** Pages over a real database, and a provider that lies when it is told to. */
export class OidcWorld {
  private constructor(
    readonly world: SignInWorld,
    readonly provider: HostileProvider,
  ) {}

  static async open(
    part: Partial<OidcSettings> = {},
    more: Partial<Services['config']> = {},
    publicUrl = 'http://localhost:3000',
  ): Promise<OidcWorld> {
    const now = { of: (): number => 0 };
    const provider = await HostileProvider.open(() => now.of());
    const world = await SignInWorld.open(publicUrl, { oidc: settingsFor(provider.issuer, part), ...more });
    now.of = () => world.now;
    return new OidcWorld(world, provider);
  }

  async close(): Promise<void> {
    await this.provider.close();
    await this.world.database.drop();
  }

  get db() {
    return this.world.database.db;
  }

  /** Nobody has signed in, the provider behaves, and knows `li@example.com` as `sub-1`. */
  async begin(): Promise<Person> {
    const { db } = this;
    this.provider.malice = {};
    await this.world.begin();
    await db('identities').delete();
    await db('sessions').delete();
    await db('users')
      .where({ email: 'li@example.com' })
      .update({ email: db.raw("id || '@gone.example'") });
    return this.world.hire({ email: 'li@example.com', locale: 'en', roles: ['manager'] });
  }

  /** A process that has not asked the provider yet. */
  browser = (address?: string): OidcBrowser => new OidcBrowser(this.world.process(), address);

  /** The whole way there and back: what the last page answers. */
  async signIn(browser = this.browser(), malice: Malice = this.provider.malice, path?: string) {
    this.provider.malice = malice;
    const there = await browser.leave(path);
    if (!there.startsWith(this.provider.issuer)) return { location: there, browser, there };
    const back = await browser.comeBack(this.provider.comeBack(there));
    return { location: back.headers['location'] ?? '', browser, there, back };
  }

  sessions = (): Promise<readonly { user_id: string; method: string; proved_at: Date }[]> =>
    this.db('sessions').select('user_id', 'method', 'proved_at');

  /** What the trail has had since: types with their reasons. */
  async trailSince(count: number): Promise<readonly (readonly [string, unknown])[]> {
    return (await this.world.trail()).slice(count).map(({ type, payload }) => [type, payload['reason'] ?? null]);
  }
}
