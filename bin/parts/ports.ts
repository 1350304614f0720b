import { createServer } from 'node:net';
import { join } from 'node:path';
import { readJson, writeJson } from './files';
import { StartFailure } from './failure';

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new StartFailure('no free port')),
      );
    });
  });
}

/** The port an embedded part had last time, so that addresses in mails and bookmarks stay; another one when it is taken. */
export async function stablePort(dataDir: string, part: string, preferred: number): Promise<number> {
  const file = join(dataDir, 'ports.json');
  const known = readJson<Record<string, number>>(file, {});
  const wanted = known[part] ?? preferred;
  const port = (await isFree(wanted)) ? wanted : await freePort();
  writeJson(file, { ...readJson<Record<string, number>>(file, {}), [part]: port });
  return port;
}

/** Why we cannot listen on a port, in one sentence, or undefined. */
export function portObjection(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(objectionOf(error, port, host)));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

function objectionOf(error: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it or set PORT to another one.`;
  if (error.code === 'EACCES') return `Port ${port} needs more rights than this user has: set PORT to 1024 or above.`;
  return `Nothing can listen on ${host ?? 'this machine'}, port ${port}: ${error.message}.`;
}
