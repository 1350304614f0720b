import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import request from 'supertest';
import { type MailReceiver, receiveMail } from '../../bin/parts/mail-smtp';
import { openMailStore } from '../../bin/parts/mail-store';
import { serveInbox } from '../../bin/parts/mail-web';
import { freePort } from '../../bin/parts/ports';

let folder: string;
let smtp: MailReceiver;
let web: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-mail-'));
  const store = await openMailStore(folder);
  port = await freePort();
  smtp = await receiveMail(store, port);
  web = await serveInbox(store, await freePort());
  await send('ann@example.com', 'Please decide');
  await send('bob@example.com', 'A reminder');
});

afterAll(async () => {
  await smtp.close();
  await new Promise((resolve) => web.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function send(to: string, subject: string): Promise<void> {
  const transport = createTransport(`smtp://127.0.0.1:${port}`);
  await transport.sendMail({
    from: 'tenure@example.com',
    to,
    subject,
    messageId: `<${to}>`,
    text: 'See http://localhost:3000/a/text-link.',
    html: '<script>alert(1)</script><a href="http://localhost:3000/a/token?x=1&amp;y=2">Decide</a>',
    attachments: [{ filename: 'note.txt', content: 'attached' }],
  });
  transport.close();
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly subject: string; readonly receivedAt: string }[];
}

async function list(query = ''): Promise<Listed['items']> {
  const { items } = (await request(web).get(`/api/messages${query}`).expect(200)).body as Listed;
  return items;
}

test('mails are listed newest first and found by recipient', async () => {
  expect((await list()).map(({ subject }) => subject)).toEqual(['A reminder', 'Please decide']);
  expect((await list('?to=ANN@example.com')).map(({ subject }) => subject)).toEqual(['Please decide']);
});

test('since leaves out what came before', async () => {
  const [newest] = await list();

  expect(await list(`?since=${newest?.receivedAt ?? ''}`)).toEqual([]);
  await request(web).get('/api/messages?since=yesterday').expect(400);
});

test('a mail is served parsed, with its links', async () => {
  const [mail] = await list('?to=ann@example.com');
  const { body } = await request(web)
    .get(`/api/messages/${mail?.id ?? ''}`)
    .expect(200);

  expect(body).toMatchObject({
    from: 'tenure@example.com',
    to: ['ann@example.com'],
    messageId: '<ann@example.com>',
    links: ['http://localhost:3000/a/token?x=1&y=2', 'http://localhost:3000/a/text-link'],
    attachments: [{ name: 'note.txt', type: 'text/plain', size: 8 }],
  });
});

test('the HTML part can neither run scripts nor fetch anything', async () => {
  const [mail] = await list('?to=ann@example.com');
  const answer = await request(web)
    .get(`/messages/${mail?.id ?? ''}/html`)
    .expect(200);

  expect(answer.headers['content-security-policy']).toMatch(/^sandbox .*default-src 'none'/);
});

test('an attachment is a download', async () => {
  const [mail] = await list('?to=ann@example.com');
  const answer = await request(web)
    .get(`/messages/${mail?.id ?? ''}/attachments/0`)
    .expect(200);

  expect(answer.headers['content-disposition']).toBe('attachment; filename=note.txt');
  await request(web)
    .get(`/messages/${mail?.id ?? ''}/attachments/7`)
    .expect(404);
});

test('a name of another site gets nothing', async () => {
  await request(web).get('/').set('host', 'rebound.example').expect(403);
});

test('an id cannot leave the folder', async () => {
  await request(web).get('/messages/..%2F..%2Fetc%2Fpasswd/source').expect(404);
});

test('mails survive a new start of the catcher', async () => {
  const again = await openMailStore(folder);

  expect(await again.list({})).toHaveLength(2);
});

test('reading changes nothing, DELETE empties the inbox', async () => {
  await request(web).get('/').expect(200);
  expect(await list()).toHaveLength(2);

  await request(web).delete('/api/messages').expect(204);

  expect(await list()).toEqual([]);
});
