import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import pg from 'pg';
import { run } from '../../bin/parts/download';
import { logFile, type Part, withLog } from '../../bin/parts/part';
import { freePort } from '../../bin/parts/ports';
import { type EmbeddedPostgres, embeddedPostgres } from '../../bin/parts/postgres';
import { until } from '../../bin/parts/processes';
import { registerSearchAttributes } from '../../bin/parts/search-attributes';
import type { Secrets } from '../../bin/parts/secrets';
import { serverConfig } from './temporal-config';
import type { ServerPrograms } from './temporal-server';

export interface FullTemporalOptions {
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly programs: ServerPrograms;
  readonly port: number;
}

export interface FullTemporal {
  /** A PostgreSQL of its own, so that either can fail without the other. */
  readonly postgres: Part;
  /** Where that has its log. */
  readonly logFolder: string;
  readonly temporal: Part;
  readonly address: string;
  /** Between the start of its PostgreSQL and its own. */
  readonly makeSchemas: () => Promise<void>;
}

const NAMESPACE = 'default';
const DATABASES = { temporal: 'postgresql/v12/temporal', temporal_visibility: 'postgresql/v12/visibility' } as const;
const READY_MS = 120_000;
const TOOL_MS = 120_000;
const RETENTION = '7 days';

/** Temporal as operators run it: all four services with their records in PostgreSQL. No authentication: loopback only. */
export async function fullTemporal({ dataDir, secrets, programs, port }: FullTemporalOptions): Promise<FullTemporal> {
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const database = await embeddedPostgres({ dataDir: folder, secrets, port: await freePort() });
  const owner = new URL(database.ownerUrl);
  const config = join(folder, 'server.yaml');
  writeFileSync(config, await serverConfig({ port, owner }), { mode: 0o600 });
  const address = `127.0.0.1:${port}`;
  const args = ['--config-file', config, '--allow-no-auth', 'start'];
  const temporal: Part = {
    name: 'temporal',
    mark: config,
    spawn: () => withLog(dataDir, 'temporal', (stdio) => spawn(programs.server, args, { detached: true, stdio })),
    ready: (child) =>
      until(() => isServing(address), {
        limitMs: READY_MS,
        sentence: `Temporal did not start; the reason is in ${logFile(dataDir, 'temporal')}.`,
        child,
      }),
    stopSignal: 'SIGTERM',
    stopLimitMs: 20_000,
  };
  return {
    postgres: { ...database.part, name: 'temporal-postgres' },
    logFolder: join(database.directory, 'pg_wal'),
    temporal,
    address,
    makeSchemas: () => makeSchemas(database, programs.sqlTool),
  };
}

async function makeSchemas({ ownerUrl }: EmbeddedPostgres, sqlTool: string): Promise<void> {
  const { hostname, port, username, password } = new URL(ownerUrl);
  const at = ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', username, '--pw', password];
  for (const [name, schema] of Object.entries(DATABASES)) {
    await makeDatabase(ownerUrl, name);
    for (const command of [
      ['setup-schema', '-v', '0.0'],
      ['update-schema', '--schema-name', schema],
    ])
      await run(
        { program: sqlTool, args: [...at, '--db', name, ...command], cwd: '/', limitMs: TOOL_MS },
        () => undefined,
      );
  }
}

async function makeDatabase(ownerUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** It serves once what the product needs is there: the namespace, and the attributes that engagements are listed by. */
async function isServing(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '5s' });
    try {
      await ensureNamespace(connection);
      await registerSearchAttributes(connection, NAMESPACE);
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

async function ensureNamespace({ workflowService }: Connection): Promise<void> {
  const { namespaces } = await workflowService.listNamespaces({ pageSize: 100 });
  if (namespaces.some(({ namespaceInfo }) => namespaceInfo?.name === NAMESPACE)) return;
  await workflowService.registerNamespace({
    namespace: NAMESPACE,
    workflowExecutionRetentionPeriod: msToTs(RETENTION),
  });
}
