import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../bin/parts/programs';
import { compilePreload } from '../../chaos/build';
import { SmtpSink } from '../../chaos/mail/sink';

/** A program that mails before it answers, and tells its port. */
const PROGRAM = `
  const { createTransport } = require('nodemailer');
  const transport = createTransport({ host: '127.0.0.1', port: Number(process.argv[1]) });
  const server = require('node:http').createServer(async (req, res) => {
    await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject: 'x', text: 'x', messageId: '<x@y>' });
    res.end('done');
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
`;

let preload: string;
const sink = new SmtpSink();
let smtpPort: number;
let child: ChildProcess | undefined;
beforeAll(async () => {
  preload = await compilePreload();
  smtpPort = await sink.listen();
});
beforeEach(() => {
  sink.deliveries.length = 0;
});
afterEach(() => {
  child?.kill('SIGKILL');
});
afterAll(() => sink.close());

async function start(crashAt: string): Promise<{ readonly url: string; readonly points: string[] }> {
  const env = { ...process.env, CRASH_AT: crashAt };
  const args = ['--require', preload, '-e', PROGRAM, String(smtpPort)];
  const points: string[] = [];
  child = spawn(process.execPath, args, { cwd: join(ROOT), env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const port = await new Promise<number>((resolve) => {
    child?.on('message', (told: { port?: number; point?: string }) => {
      if (told.port !== undefined) resolve(told.port);
      if (told.point !== undefined) points.push(told.point);
    });
  });
  return { url: `http://127.0.0.1:${port}/send`, points };
}

const post = (url: string): Promise<string> => fetch(url, { method: 'POST' }).then((answer) => answer.text());

test('a program that is told of no point passes them all and tells their names', async () => {
  const { url, points } = await start('');
  expect(await post(url)).toBe('done');
  expect(points).toEqual([
    'POST /send: on arrival',
    'POST /send: before SMTP',
    'POST /send: after SMTP',
    'POST /send: before its answer',
  ]);
});

test.each([
  ['before SMTP', 0],
  ['after SMTP', 1],
  ['before its answer', 1],
])('a program that dies %s has sent %i mails and answered nothing', async (moment, mails) => {
  const { url } = await start(`POST /send: ${moment}:1`);
  const end = once(child!, 'exit');
  await expect(post(url)).rejects.toThrow('fetch failed');
  expect(await end).toEqual([null, 'SIGKILL']);
  expect(sink.deliveries).toHaveLength(mails);
});

test('a program that is to die the second time lives through the first', async () => {
  const { url } = await start('POST /send: after SMTP:2');
  expect(await post(url)).toBe('done');
  await expect(post(url)).rejects.toThrow('fetch failed');
  expect(sink.deliveries).toHaveLength(2);
});
