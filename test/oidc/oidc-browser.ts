import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { csrfIn } from '../api/page-form';

/** A browser that keeps every cookie of ours, and comes from one address. */
export class OidcBrowser {
  readonly jar = new Map<string, string>();

  constructor(
    protected readonly app: Express,
    private readonly address = '198.51.100.1',
  ) {}

  protected headers(): Record<string, string> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, accept: 'text/html', 'x-forwarded-for': this.address, 'user-agent': 'A browser' };
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.kept(
      await request(this.app)
        .get(path)
        .set({ ...this.headers(), ...headers }),
    );
  }

  head = async (path: string): Promise<Response> => request(this.app).head(path).set(this.headers());

  async submit(page: string, fields: Readonly<Record<string, string>>, action = page): Promise<Response> {
    const form = await this.get(page);
    return this.post(action, { csrf: csrfIn(form.text), ...fields });
  }

  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const sent = { ...this.headers(), ...headers };
    return this.kept(await request(this.app).post(path).set(sent).type('form').send(fields));
  }

  private kept(answer: Response): Response {
    const set: unknown = answer.headers['set-cookie'];
    for (const line of Array.isArray(set) ? set : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? [];
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }

  /** Leaves for the provider from a page of ours: where it was sent. */
  async leave(path = '/sign-in/oidc?next=/inbox'): Promise<string> {
    return (await this.get(path)).headers['location'] ?? '';
  }

  comeBack = (query: string): Promise<Response> => this.get(`/sign-in/oidc/callback?${query}`);
}
