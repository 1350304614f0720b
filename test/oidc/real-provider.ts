import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const PROGRAM = join(__dirname, 'provider-process.mjs');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface RealSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly signedOutUri: string;
  readonly people: Readonly<Record<string, { readonly email: string; readonly email_verified: boolean }>>;
}

/** A certified provider in a process of its own. Begun anew, it signs with another key and knows nobody's session. */
export class RealProvider {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly settings: RealSettings,
  ) {}

  static async open(settings: RealSettings): Promise<RealProvider> {
    const provider = new RealProvider(await freePort(), settings);
    await provider.begin();
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async begin(): Promise<void> {
    const args = [String(this.port), JSON.stringify(this.settings)];
    const child = fork(PROGRAM, args, { silent: true, execArgv: [] });
    this.child = child;
    const said: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (piece: Buffer) => (String(piece).includes('ready') ? resolve() : undefined));
      child.stderr?.on('data', (piece: Buffer) => said.push(String(piece)));
      child.once('exit', () => reject(new Error(`the provider ended: ${said.join('')}`)));
    });
    await ready;
  }

  async end(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  }
}

/** The browser's part at the provider: its cookies, its redirects and its forms, until it leaves for another address. */
export class Visitor {
  private readonly jar = new Map<string, string>();

  constructor(private readonly issuer: string) {}

  /** Signs in as somebody; answers the address to which the provider sends the browser back, and the forms on the way. */
  async signIn(url: string, login: string): Promise<{ readonly back: string; readonly forms: readonly string[] }> {
    const forms: string[] = [];
    for (let at = new Request(url), step = 0; step < 20; step += 1) {
      const answer = await this.send(at);
      const to = answer.headers.get('location');
      const next = to === null ? null : new URL(to, at.url);
      if (next !== null && next.origin !== this.issuer) return { back: next.href, forms };
      at = next !== null ? new Request(next) : filledIn(await answer.text(), { login, forms });
    }
    throw new Error('the provider does not come to an end');
  }

  private async send(request: Request): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = request.method === 'POST' ? { body: await request.text() } : {};
    const type = request.headers.get('content-type');
    const headers = { cookie, ...(type !== null && { 'content-type': type }) };
    const answer = await fetch(request.url, { method: request.method, ...body, redirect: 'manual', headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }
}

/** The form of a page of the provider, as somebody sends it; what it asks for goes to the others. */
function filledIn(html: string, { login, forms }: { readonly login: string; readonly forms: string[] }): Request {
  const action = /<form[^>]+action="([^"]+)"/.exec(html)?.[1];
  const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
  if (action === undefined || prompt === undefined) throw new Error(`no form: ${html.slice(0, 500)}`);
  forms.push(prompt);
  return new Request(action, { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }) });
}
