import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { get as getPlainly } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { answerUnreadable } from '../../api/unreadable';
import { checkServing } from '../../bin/parts/checks';
import { createListener } from '../../bin/parts/listener';
import { answersOk, localAddress } from '../../bin/parts/node-part';
import { loadConfig } from '../../config';
import { type Certificate, certificateFor } from '../activities/migration/servers/certificate';

const FIRST = certificateFor('localhost');
const RENEWED = certificateFor('localhost');
let folder: string;
let certificate: { readonly certFile: string; readonly keyFile: string };
let server: Server | undefined;
const told: string[] = [];
const log = {
  info: (line: unknown) => told.push(String(line)),
  error: (_facts: unknown, line?: string) => told.push(String(line)),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-listener-'));
  certificate = { certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') };
  told.length = 0;
});
afterEach(async () => {
  if (server) await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function write({ cert, key }: Certificate): void {
  writeFileSync(certificate.certFile, cert);
  writeFileSync(certificate.keyFile, key);
}

async function listening(): Promise<number> {
  const made = createListener((_request, response) => response.end('here'), { certificate, log, lookMs: 20 });
  server = answerUnreadable(made);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return (made.address() as AddressInfo).port;
}

const texts = (port: number, ca: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get({ host: 'localhost', port, ca, agent: false }, (response) => {
      response.setEncoding('utf8');
      response.once('data', resolve);
    }).once('error', reject);
  });

/** Ends once the server has said so. */
async function until(line: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; !told.includes(line) && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told).toContain(line);
}

test('with a certificate the API speaks TLS 1.2 or later, and nothing else', async () => {
  write(FIRST);
  const port = await listening();

  expect(await texts(port, FIRST.cert)).toBe('here');
  const plain = new Promise((_resolve, reject) => getPlainly({ port, agent: false }).once('error', reject));
  await expect(plain).rejects.toThrow(/socket hang up|ECONNRESET/);
  const options = { port, host: 'localhost', ca: FIRST.cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
  const old: TLSSocket = connect({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' });
  const [refusal] = (await once(old, 'error')) as [Error];
  expect(refusal.message).toMatch(/protocol version|unsupported protocol/i);
});

test('whether it answers on its own machine is asked over TLS as well', async () => {
  write(FIRST);
  const port = await listening();

  expect(await answersOk(localAddress({ host: '127.0.0.1', port, certificate }))).toBe(true);
  expect(await answersOk(localAddress({ host: '127.0.0.1', port, certificate: undefined }))).toBe(false);
});

test('a renewed certificate is taken up without a restart; one that does not fit its key leaves the one before', async () => {
  write(FIRST);
  const port = await listening();
  expect(await texts(port, FIRST.cert)).toBe('here');

  writeFileSync(certificate.certFile, RENEWED.cert);
  await until('renewed certificate cannot be used; the one before stays');
  expect(await texts(port, FIRST.cert)).toBe('here');

  writeFileSync(certificate.keyFile, RENEWED.key);
  await until('renewed certificate taken up');
  expect(await texts(port, RENEWED.cert)).toBe('here');
  await expect(texts(port, FIRST.cert)).rejects.toThrow(/self-signed|unable to verify|signature/);
});

test('a certificate that is not there, or is another than that of the key, is refused at the start in one sentence', () => {
  const sentence = /^TENURE_TLS_CERT_FILE and TENURE_TLS_KEY_FILE cannot be used: .*certificate and its key as PEM/;
  expect(() => createListener(() => undefined, { certificate, log })).toThrow(sentence);
  write({ cert: FIRST.cert, key: RENEWED.key });
  expect(() => createListener(() => undefined, { certificate, log })).toThrow(sentence);
});

test('the doctor says whether anybody could listen to what the API says', () => {
  const states = [
    { certificate, host: undefined },
    { certificate: undefined, host: '127.0.0.1' },
    { certificate: undefined, host: undefined },
    { certificate: undefined, host: '0.0.0.0' },
  ].map((config) => checkServing(config).state);
  expect(states).toEqual(['well', 'well', 'note', 'note']);
});

test('a certificate without a key, or a key without a certificate, is refused', () => {
  const files = { TENURE_TLS_CERT_FILE: '/etc/tls.crt', TENURE_TLS_KEY_FILE: '/etc/tls.key' };
  expect(loadConfig(files, '/nowhere').certificate).toEqual({ certFile: '/etc/tls.crt', keyFile: '/etc/tls.key' });
  expect(loadConfig({}, '/nowhere').certificate).toBeUndefined();
  for (const name of Object.keys(files))
    expect(() => loadConfig({ [name]: '/etc/one' }, '/nowhere')).toThrow('need each other');
});
