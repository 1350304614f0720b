import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { createMailer } from '../../activities/mailer';
import { checkDatabase } from '../../bin/parts/outside';
import { connectTemporal } from '../../bin/parts/temporal-connection';
import { certificateFor } from '../activities/migration/servers/certificate';

const SERVER = certificateFor('localhost');
const CLIENT = certificateFor('tenure');
let folder: string;
const file = (name: string): string => join(folder, name);
const closers: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-tls-'));
  writeFileSync(file('server.pem'), SERVER.cert);
  writeFileSync(file('client.pem'), CLIENT.cert);
  writeFileSync(file('client.key'), CLIENT.key);
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function listening(server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  closers.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((done) => server.close(done));
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));
}

function joined(one: Socket, { hostname, port }: { readonly hostname: string; readonly port: number }): void {
  const other = connect(port, hostname);
  for (const socket of [one, other]) socket.on('error', () => undefined);
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
  one.pipe(other).pipe(one);
}

describe('PostgreSQL', () => {
  const real = (): URL => new URL(process.env['TENURE_TEST_DATABASE_URL'] ?? '');

  /** The real server behind a front that speaks TLS as PostgreSQL does, and notes whether anybody did not. */
  async function front(): Promise<{ readonly url: (query: string) => string; readonly plain: () => number }> {
    let plain = 0;
    const { hostname, port } = real();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (first: Buffer) => {
        if (first.readInt32BE(4) !== 80_877_103) {
          plain += 1;
          return socket.destroy();
        }
        socket.write('S');
        joined(new TLSSocket(socket, { isServer: true, ...SERVER }), { hostname, port: Number(port) });
      });
    });
    const own = real();
    own.host = `localhost:${await listening(server)}`;
    return { url: (query) => `${own.href}${query}`, plain: () => plain };
  }

  test('sslmode=verify-full speaks TLS to a server whose authority is named', async () => {
    const { url, plain } = await front();

    await checkDatabase(url(`?sslmode=verify-full&sslrootcert=${file('server.pem')}`));
    expect(plain()).toBe(0);
  });

  test('an authority that nobody named is refused', async () => {
    const { url } = await front();

    await expect(checkDatabase(url('?sslmode=verify-full'))).rejects.toThrow(
      /\(DATABASE_URL\) cannot be used: .*self-signed/,
    );
    await expect(checkDatabase(url(`?sslmode=verify-full&sslrootcert=${file('client.pem')}`))).rejects.toThrow(
      '(DATABASE_URL) cannot be used',
    );
  });

  test('a server without TLS is refused, and no password reaches it', async () => {
    let sent = '';
    const port = await listening(
      createServer((socket) => {
        socket
          .on('error', () => undefined)
          .on('data', (data) => {
            sent += data.toString('latin1');
            socket.write('N');
          });
      }),
    );
    const url = `postgres://tenure:hidden-word@localhost:${port}/t?sslmode=verify-full`;

    await expect(checkDatabase(url)).rejects.toThrow('The server does not support SSL connections');
    expect(sent).toHaveLength(8);
  });
});

describe('Temporal', () => {
  const [hostname = '', port = ''] = (process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '').split(':');
  const NAMES = ['TLS', 'TLS_SERVER_CA_CERT_PATH', 'TLS_CLIENT_CERT_PATH', 'TLS_CLIENT_KEY_PATH'] as const;
  afterEach(() => NAMES.forEach((name) => Reflect.deleteProperty(process.env, `TEMPORAL_${name}`)));

  /** The real server behind a front that wants to see the client's certificate. */
  const front = async (): Promise<string> => {
    const options = { ...SERVER, ca: CLIENT.cert, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] };
    const server = createTlsServer(options, (socket) => joined(socket, { hostname, port: Number(port) }));
    server.on('tlsClientError', () => undefined);
    return `localhost:${await listening(server)}`;
  };
  const set = (settings: Partial<Record<(typeof NAMES)[number], string>>): void => {
    for (const [name, value] of Object.entries(settings)) process.env[`TEMPORAL_${name}`] = value;
  };
  const both = () => ({ TLS_CLIENT_CERT_PATH: file('client.pem'), TLS_CLIENT_KEY_PATH: file('client.key') });

  test('a certificate of our own opens a server that asks for one', async () => {
    const address = await front();
    set({ ...both(), TLS_SERVER_CA_CERT_PATH: file('server.pem') });
    const connection = await connectTemporal(address, 8_000);
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.close();

    expect(serverVersion).toMatch(/^\d/);
  });

  test.each([
    ['without TLS', () => ({})],
    ['without a certificate of our own', () => ({ TLS: 'true', TLS_SERVER_CA_CERT_PATH: file('server.pem') })],
    ['with an authority that nobody named', both],
  ])('%s there is no connection', async (_how, settings) => {
    const address = await front();
    set(settings());

    await expect(connectTemporal(address, 2_000)).rejects.toThrow('Failed to connect before the deadline');
  });
});

describe('mail', () => {
  const letter = {
    to: { name: 'A', address: 'a@acme.test' },
    subject: 's',
    text: 't',
    html: '<p>t</p>',
    messageId: '<1@acme.test>',
  };

  interface Relay {
    readonly port: number;
    readonly seen: () => readonly { readonly secure: boolean; readonly user: string | undefined }[];
  }

  async function relay(options: object): Promise<Relay> {
    const seen: { secure: boolean; user: string | undefined }[] = [];
    const server = new SMTPServer({
      ...SERVER,
      allowInsecureAuth: true,
      authOptional: true,
      onAuth: (auth, session, done) => {
        seen.push({ secure: session.secure, user: auth.username });
        done(null, { user: 'tenure' });
      },
      onData: (stream, session, done) => {
        seen.push({ secure: session.secure, user: undefined });
        stream.resume().on('end', () => done());
      },
      ...options,
    });
    server.on('error', () => undefined);
    closers.push(() => new Promise<void>((done) => server.close(done)));
    const socket = server.listen(0, '127.0.0.1');
    await once(socket, 'listening');
    return { port: (socket.address() as AddressInfo).port, seen: () => seen };
  }

  async function send(url: string): Promise<void> {
    const mailer = createMailer(url, 'Tenure <tenure@acme.test>');
    await mailer.send(letter).finally(() => mailer.close());
  }

  /** In a process of its own, because authorities of Node.js are read when it starts. */
  const sendTrusting = (url: string): Promise<number | null> => {
    const program = `const { createMailer } = require('./activities/mailer'); const mailer = createMailer(${JSON.stringify(url)}, 'Tenure <tenure@acme.test>');
      mailer.send(${JSON.stringify(letter)}).then(() => mailer.close(), () => process.exit(1));`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], {
      cwd: resolve(__dirname, '..', '..'),
      env: { ...process.env, NODE_EXTRA_CA_CERTS: file('server.pem') },
      stdio: 'ignore',
    });
    return new Promise((done) => child.once('close', done));
  };

  test.each([
    ['smtps', { secure: true }, (port: number) => `smtps://tenure:hidden-word@localhost:${port}`],
    ['STARTTLS', {}, (port: number) => `smtp://tenure:hidden-word@localhost:${port}?requireTLS=true`],
  ])('%s carries password and mail under TLS', async (_how, options, url) => {
    const { port, seen } = await relay(options);

    expect(await sendTrusting(url(port))).toBe(0);
    expect(seen()).toEqual([
      { secure: true, user: 'tenure' },
      { secure: true, user: undefined },
    ]);
  });

  test('requireTLS sends nothing to a relay that offers no TLS', async () => {
    const { port, seen } = await relay({ disabledCommands: ['STARTTLS'] });

    await expect(send(`smtp://tenure:hidden-word@localhost:${port}?requireTLS=true`)).rejects.toThrow();
    expect(seen()).toEqual([]);
  });

  test('a relay whose authority nobody named gets nothing', async () => {
    const { port, seen } = await relay({});

    await expect(send(`smtp://tenure:hidden-word@localhost:${port}?requireTLS=true`)).rejects.toThrow(/self-signed/);
    expect(seen()).toEqual([]);
  });
});
