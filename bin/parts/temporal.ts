import { execFile, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logFile, type Part, withLog } from './part';
import { stablePort } from './ports';
import { until } from './processes';
import { SEARCH_ATTRIBUTES } from './search-attributes';

export interface TemporalOptions {
  readonly dataDir: string;
  /** Where its records stand, when not in the data directory itself. */
  readonly folder?: string;
  readonly cli: string;
  readonly namespace: string;
  readonly port?: number;
  readonly uiPort?: number;
  /** Where its UI has payloads decrypted. */
  readonly codecUrl?: string;
}

export interface EmbeddedTemporal {
  readonly part: Part;
  readonly address: string;
  readonly uiUrl: string;
}

const READY_MS = 60_000;
const ask = promisify(execFile);

/** Prepares a Temporal dev server with a database file of ours. It has no authentication: loopback only. */
export async function embeddedTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const { dataDir, cli, namespace, folder = dataDir } = options;
  const port = options.port ?? (await stablePort(dataDir, 'temporal', 7233));
  const uiPort = options.uiPort ?? (await stablePort(dataDir, 'temporal-ui', 8233));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'temporal.db');
  const address = `127.0.0.1:${port}`;
  const flags = ['--db-filename', file, '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)];
  const attributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const codec = options.codecUrl === undefined ? [] : ['--ui-codec-endpoint', options.codecUrl];
  const args = [
    'server',
    'start-dev',
    ...flags,
    ...codec,
    '--namespace',
    namespace,
    '--log-level',
    'warn',
    ...attributes,
  ];
  const part: Part = {
    name: 'temporal',
    mark: file,
    spawn: () =>
      withLog(dataDir, 'temporal', (stdio) => spawn(cli, args, { detached: true, stdio, env: cleanEnvironment() })),
    ready: (child) =>
      until(() => isServing(cli, address, namespace), {
        limitMs: READY_MS,
        sentence: `Temporal did not start; the reason is in ${logFile(dataDir, 'temporal')}.`,
        child,
      }),
    stopSignal: 'SIGTERM',
    stopLimitMs: 10_000,
  };
  return { part, address, uiUrl: `http://localhost:${uiPort}` };
}

async function isServing(cli: string, address: string, namespace: string): Promise<boolean> {
  const args = [
    'operator',
    'namespace',
    'describe',
    '--namespace',
    namespace,
    '--address',
    address,
    '--output',
    'none',
  ];
  return ask(cli, [...args, '--command-timeout', '5s'], { env: cleanEnvironment(), timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** Settings of an outside Temporal (TLS, API key, profile) must not reach the embedded one. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
