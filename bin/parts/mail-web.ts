import { once } from 'node:events';
import type { Server } from 'node:http';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { framed, listPage, messagePage, missingPage, STYLE } from './mail-pages';
import type { CaughtMail } from './mail-parse';
import type { MailStore } from './mail-store';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** What a mail brings along may show itself, but neither run nor fetch anything. */
export const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'";
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The web inbox and its JSON twin. Reading changes nothing. */
export async function serveInbox(store: MailStore, port: number): Promise<Server> {
  const server = inboxApp(store).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export function inboxApp(store: MailStore): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(onlyLoopback);
  addJson(app, store);
  addPages(app, store);
  addParts(app, store);
  return app;
}

/** A page of another site must not read mails through a name that resolves to this machine. */
const onlyLoopback: RequestHandler = (req, res, next) => {
  res.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  if (LOOPBACK.test(req.headers.host ?? '')) return next();
  res.status(403).type('text').send('The mail inbox answers on localhost only.\n');
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function addJson(app: Express, store: MailStore): void {
  app.get('/api/messages', async (req, res) => {
    const since = textOf(req.query['since']);
    const at = /^\d+$/.test(since) ? Number(since) : Date.parse(since);
    if (since && Number.isNaN(at))
      return void res.status(400).json({ error: 'since is neither an instant nor milliseconds' });
    const mails = await store.list({
      to: textOf(req.query['to']),
      since: since ? at : undefined,
      text: textOf(req.query['q']),
    });
    res.json({ items: mails.map(jsonOf) });
  });
  app.get('/api/messages/:id', async (req, res) => {
    const mail = await store.find(req.params.id);
    if (mail) res.json(jsonOf(mail));
    else res.status(404).json({ error: 'no such mail' });
  });
  app.delete('/api/messages', async (_req, res) => {
    await store.clear();
    res.status(204).end();
  });
}

const jsonOf = (mail: CaughtMail) => ({
  ...mail,
  attachments: mail.attachments.map(({ name, type, content }) => ({ name, type, size: content.length })),
});

function addPages(app: Express, store: MailStore): void {
  app.get('/style.css', (_req, res) => void res.type('css').send(STYLE));
  app.get('/', async (req, res) => {
    const query = { to: textOf(req.query['to']).trim(), text: textOf(req.query['q']).trim() };
    sendPage(res, listPage(await store.list(query), query));
  });
  app.get('/messages/:id', async (req, res) => {
    const mail = await store.find(req.params.id);
    sendPage(res.status(mail ? 200 : 404), mail ? messagePage(mail) : missingPage());
  });
}

const sendPage = (res: Response, html: string): void =>
  void res.set('content-security-policy', PAGE_POLICY).type('html').send(html);

function addParts(app: Express, store: MailStore): void {
  app.get('/messages/:id/html', async (req, res) => {
    const mail = await store.find(req.params.id);
    res.set('content-security-policy', MAIL_POLICY).status(mail?.html ? 200 : 404);
    res.type('html').send(framed(mail?.html ?? ''));
  });
  app.get('/messages/:id/source', async (req, res) => {
    const source = await store.source(req.params.id);
    res
      .status(source ? 200 : 404)
      .type('text')
      .send(source ?? 'This mail is not here any more.\n');
  });
  app.get('/messages/:id/attachments/:index', async (req, res) => {
    const file = (await store.find(req.params.id))?.attachments[Number(req.params.index)];
    if (!file) return sendPage(res.status(404), missingPage());
    // Always as a download: an attachment must not run as a page of the inbox.
    res
      .attachment(file.name)
      .set('content-security-policy', 'sandbox')
      .type('application/octet-stream')
      .send(file.content);
  });
}
