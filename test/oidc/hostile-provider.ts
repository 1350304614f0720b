import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Json = Readonly<Record<string, unknown>>;
interface Asked {
  readonly nonce: string;
  readonly challenge: string;
}
export interface Minted {
  readonly header: Json;
  readonly claims: Json;
}

export const CLIENT = { clientId: 'tenure', clientSecret: 'correct horse battery staple' };
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const FOREIGN = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' });

const packed = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const body = ({ header, claims }: Minted): string => `${packed(header)}.${packed(claims)}`;

/** Ways to sign a token: as it should be, by others, by what everybody knows, or not at all. */
export const signedBy =
  (key: KeyObject) =>
  (minted: Minted): string =>
    `${body(minted)}.${sign('RSA-SHA256', Buffer.from(body(minted)), key).toString('base64url')}`;
export const unsigned = ({ header, claims }: Minted): string =>
  `${body({ header: { ...header, alg: 'none' }, claims })}.`;
export const signedWithPublicKey = ({ header, claims }: Minted): string => {
  const said = body({ header: { ...header, alg: 'HS256' }, claims });
  return `${said}.${createHmac('sha256', PUBLIC_PEM).update(said).digest('base64url')}`;
};

/** What of a provider can be turned against us. Nothing said: it behaves. */
export interface Malice {
  readonly metadata?: Json;
  readonly claims?: Json;
  readonly header?: Json;
  readonly mint?: (minted: Minted) => string;
  readonly keys?: readonly Json[];
  /** Of the address to which it sends the browser back. */
  readonly back?: Readonly<Record<string, string | null>>;
  readonly profile?: Json;
  /** Answers instead of it at a path. */
  readonly at?: Readonly<Record<string, (res: ServerResponse) => void>>;
}

/** A provider of OpenID Connect that lies, over plain HTTP on loopback. It asks nobody: a test says who comes back. */
export class HostileProvider {
  malice: Malice = {};
  /** Requests by path. */
  readonly calls: string[] = [];
  readonly tokenRequests: URLSearchParams[] = [];
  private readonly codes = new Map<string, Asked>();

  private constructor(
    private readonly server: Server,
    private readonly clock: () => number,
  ) {}

  static async open(clock: () => number): Promise<HostileProvider> {
    const server = createServer();
    const provider = new HostileProvider(server, clock);
    server.on('request', (req: IncomingMessage, res: ServerResponse) => void provider.answer(req, res));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get issuer(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** As if somebody had signed in at this address: the query with which they come back. */
  comeBack(authorizationUrl: string): string {
    const asked = new URL(authorizationUrl).searchParams;
    const code = `code-${this.codes.size}`;
    this.codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' });
    const said: Malice['back'] = { code, state: asked.get('state') ?? '', iss: this.issuer, ...this.malice.back };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(said)) if (value !== null) query.set(name, value);
    return query.toString();
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '').split('?')[0] ?? '';
    this.calls.push(path);
    const instead = this.malice.at?.[path];
    if (instead) return instead(res);
    const said =
      path === '/token' ? this.token(new URLSearchParams(await text(req))) : (this.known()[path] ?? { error: 'none' });
    res.writeHead('error' in said ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  private known(): Readonly<Record<string, Json>> {
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
    return {
      '/.well-known/openid-configuration': {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`,
        userinfo_endpoint: `${this.issuer}/me`,
        authorization_response_iss_parameter_supported: true,
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...this.malice.metadata,
      },
      '/keys': { keys: this.malice.keys ?? [key] },
      '/me': this.malice.profile ?? { sub: 'sub-1' },
    };
  }

  private token(asked: URLSearchParams): Json {
    this.tokenRequests.push(asked);
    const known = this.codes.get(asked.get('code') ?? '');
    if (!known) return { error: 'invalid_grant', error_description: '<script>alert(1)</script>' };
    const now = Math.floor(this.clock() / 1_000);
    const claims = {
      ...{ iss: this.issuer, aud: CLIENT.clientId, sub: 'sub-1', nonce: known.nonce },
      ...{ iat: now, exp: now + 300, auth_time: now, email: 'li@example.com', email_verified: true },
      ...this.malice.claims,
    };
    const minted = { header: { alg: 'RS256', kid: 'k1', ...this.malice.header }, claims };
    return { access_token: 'a', token_type: 'Bearer', id_token: (this.malice.mint ?? signedBy(privateKey))(minted) };
  }
}
