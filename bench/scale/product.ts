import pino from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { decisionLinks } from '../../api/decision-links';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import { apiRoutes } from '../../api/routes';
import { vendorLinks } from '../../api/vendor-links';
import type { Db } from '../../db/knex';
import { insertToken } from '../../db/stores/tokens';
import { csrfIn } from '../../test/api/page-form';
import { servicesOver } from '../../test/api/world';

export const SECRET = 'a-token-of-the-bench';

/** The whole product but for its workflows, which have no part in reading. */
export function productOver(db: Db) {
  const services = { ...servicesOver(db), log: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }) };
  const pages = createPages(services, {
    requests: requestsPort(services),
    decisionLinks: decisionLinks(services),
    vendorLinks: vendorLinks(services),
  });
  return createApp({ services, routes: apiRoutes(services), pages });
}

export const giveToken = (db: Db, userId: string): Promise<unknown> =>
  insertToken(db, { id: uuidv7(), userId, name: 'bench', secret: SECRET, expiresAt: null, now: Date.now() });

type Agent = ReturnType<typeof request.agent>;
const agentAt = (url: string): Agent => request.agent(url).set('accept', 'text/html');

async function enter(agent: Agent) {
  const form = await agent.get('/sign-in');
  const csrf = csrfIn(form.text);
  return agent.post('/sign-in').type('form').send({ csrf, token: SECRET }).expect(303);
}

/** A browser without a window that has signed in with that token. */
export async function signIn(url: string): Promise<Agent> {
  const agent = agentAt(url);
  await enter(agent);
  return agent;
}

/** The cookie that a browser holds after it has. */
export async function sessionAt(url: string): Promise<{ readonly name: string; readonly value: string }> {
  const { headers } = await enter(agentAt(url));
  const [name = '', value = ''] = String(headers['set-cookie']).split(';')[0]?.split('=') ?? [];
  return { name, value };
}
