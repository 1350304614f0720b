import { createTransport } from 'nodemailer';
import { Router } from 'express';
import type { Services } from './services';

const MAIL_CHECK_EVERY_MS = 15_000;

/** `/healthz`: the process lives. `/readyz`: Temporal, PostgreSQL, mail and a polling worker, each by name. */
export function healthRouter(services: Services): Router {
  const router = Router();
  const mail = cachedMailCheck(services);
  router.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  router.get('/readyz', async (_req, res) => {
    const [postgres, process, smtp] = await Promise.all([checkDatabase(services), services.gateway.health(), mail()]);
    const parts = { temporal: process.temporal, worker: process.worker, postgres, mail: smtp };
    const ready = Object.values(parts).every(Boolean);
    res.status(ready ? 200 : 503).set('cache-control', 'no-store');
    if (!ready) res.set('retry-after', '2');
    res.json({ status: ready ? 'ready' : 'not-ready', parts });
  });
  return router;
}

async function checkDatabase({ db }: Pick<Services, 'db'>): Promise<boolean> {
  try {
    await db.raw('select 1');
    return true;
  } catch {
    return false;
  }
}

/** A probe every few seconds must not become an SMTP conversation each time. */
function cachedMailCheck({ config, clock }: Pick<Services, 'config' | 'clock'>): () => Promise<boolean> {
  let last: { readonly at: number; readonly result: Promise<boolean> } | null = null;
  return () => {
    if (!last || clock() - last.at > MAIL_CHECK_EVERY_MS) last = { at: clock(), result: checkMail(config.smtpUrl) };
    return last.result;
  };
}

/** Whether the relay greets and takes our password, within seconds. */
export async function checkMail(url: string): Promise<boolean> {
  const transport = createTransport(
    `${url}${url.includes('?') ? '&' : '?'}connectionTimeout=3000&greetingTimeout=3000&socketTimeout=3000`,
  );
  try {
    return await transport.verify();
  } catch {
    return false;
  } finally {
    transport.close();
  }
}
