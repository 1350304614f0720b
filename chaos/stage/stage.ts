import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import { sentenceOf } from '../../bin/parts/failure';
import { freePort } from '../../bin/parts/ports';
import { embeddedPostgres } from '../../bin/parts/postgres';
import type { Part } from '../../bin/parts/part';
import { prepareDatabase, productParts } from '../../bin/parts/product';
import type { Programs } from '../../bin/parts/programs';
import { ensureSecrets, type Secrets } from '../../bin/parts/secrets';
import { SmtpSink } from '../mail/sink';
import { FaultProxy } from '../proxy';
import { Random } from '../random';
import { type Engine, ENGINES } from './engines';
import { Keeper } from './keeper';
import { atSignal } from './signals';

export const PARTS = ['postgres', 'temporal', 'api-1', 'api-2', 'worker-1', 'worker-2'] as const;
export type PartName = (typeof PARTS)[number];
export const LINES = ['postgres', 'temporal', 'smtp', 'api-1', 'api-2'] as const;
export type LineName = (typeof LINES)[number];

/** The product as it runs on two machines, with a line that can fail before everything that is spoken to. */
export interface Stage {
  readonly dataDir: string;
  readonly sink: SmtpSink;
  readonly keepers: Readonly<Record<PartName, Keeper>>;
  readonly lines: Readonly<Record<LineName, FaultProxy>>;
  /** Who keeps Temporal's records: a PostgreSQL of its own, or itself. */
  readonly records: Keeper;
  /** Past the lines: what a run left behind is read even while they fail. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly secrets: Secrets;
  /** Where clients call, through the lines. */
  readonly bases: readonly [string, string];
  readonly stop: () => Promise<void>;
}

export interface StageOptions {
  readonly programs: Programs;
  readonly seed: number;
  readonly engine: Engine;
  readonly say: (line: string) => void;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenure-chaos-'));
  // Passable for PostgreSQL's account.
  chmodSync(dataDir, 0o711);
  const closing: Closing = [];
  const closeAll = async (): Promise<void> => {
    // What is still being started adds itself while others are closed.
    for (let close = closing.pop(); close; close = closing.pop())
      await close().catch((error: unknown) => options.say(`✘ ${sentenceOf(error)}`));
    rmSync(dataDir, { recursive: true, force: true });
    forget();
  };
  let closed: Promise<void> | null = null;
  const stop = (): Promise<void> => (closed ??= closeAll());
  const forget = atSignal(stop);
  try {
    return { ...(await startAll(options, dataDir, closing)), dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Closing = (() => Promise<void>)[];

async function startAll(
  options: StageOptions,
  dataDir: string,
  closing: Closing,
): Promise<Omit<Stage, 'dataDir' | 'stop'>> {
  const { programs, seed, engine, say } = options;
  const random = new Random(seed);
  const secrets = ensureSecrets(dataDir);
  const line = async (target: number): Promise<FaultProxy> => {
    const proxy = new FaultProxy({ target, random: random.next });
    await proxy.listen();
    closing.push(() => proxy.close());
    return proxy;
  };
  const sink = new SmtpSink();
  const smtp = await line(await sink.listen());
  closing.push(() => sink.close());
  const { ports, keepers, records, databaseUrl, temporalAddress } = await startPlatform({
    dataDir,
    secrets,
    engine,
    say,
    closing,
  });
  const [postgres, temporal] = [await line(ports.postgres), await line(ports.temporal)];
  await prepareDatabase(databaseUrl, secrets.adminToken);
  const [first, second] = [await freePort(), await freePort()];
  const lines = { postgres, temporal, smtp, 'api-1': await line(first), 'api-2': await line(second) };
  say('starting two API processes and two workers');
  const product = productOn({ dataDir, secrets, programs, databaseUrl, lines, ports: [first, second] });
  for (const keeper of Object.values(product)) closing.push(() => keeper.stop());
  await Promise.all(Object.values(product).map((keeper) => keeper.start()));
  const bases = [baseOf(lines['api-1']), baseOf(lines['api-2'])] as const;
  return { sink, secrets, bases, lines, records, databaseUrl, temporalAddress, keepers: { ...keepers, ...product } };
}

const baseOf = ({ port }: FaultProxy): string => `http://localhost:${port}`;

interface ProductOptions {
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly programs: Programs;
  readonly databaseUrl: string;
  readonly lines: Stage['lines'];
  readonly ports: readonly [number, number];
}

/** Two API processes and two workers that reach everything through the lines. */
function productOn({ dataDir, secrets, programs, databaseUrl, lines, ports }: ProductOptions) {
  const PUBLIC_URL = baseOf(lines['api-1']);
  const parts = (port: number) =>
    productParts(
      loadConfig({ TENURE_DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL }, ''),
      {
        databaseUrl: through(databaseUrl, lines.postgres.port),
        temporalAddress: `127.0.0.1:${lines.temporal.port}`,
        smtpUrl: `smtp://127.0.0.1:${lines.smtp.port}`,
        temporalUi: undefined,
        inbox: undefined,
      },
      { secrets, programs },
    );
  const [one, two] = [parts(ports[0]), parts(ports[1])];
  return {
    'api-1': new Keeper({ ...one.api, name: 'api-1' }),
    'api-2': new Keeper({ ...two.api, name: 'api-2' }),
    'worker-1': new Keeper({ ...one.worker, name: 'worker-1' }),
    'worker-2': new Keeper({ ...two.worker, name: 'worker-2' }),
  };
}

interface PlatformOptions {
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly engine: Engine;
  readonly say: (line: string) => void;
  readonly closing: Closing;
}

async function startPlatform({ dataDir, secrets, engine, say, closing }: PlatformOptions) {
  const ports = { postgres: await freePort(), temporal: await freePort() };
  const started = async (part: Part): Promise<Keeper> => {
    const keeper = new Keeper(part, { waitsForFormer: part.name.endsWith('postgres') });
    closing.push(() => keeper.stop());
    await keeper.start();
    return keeper;
  };
  say('starting PostgreSQL');
  const database = await embeddedPostgres({ dataDir, secrets, port: ports.postgres });
  const postgres = await started(database.part);
  say('starting Temporal');
  const { part, address, records } = await ENGINES[engine]({ dataDir, secrets, port: ports.temporal, say, started });
  const temporal = await started(part);
  return {
    ports,
    keepers: { postgres, temporal },
    records: records ?? temporal,
    databaseUrl: database.url,
    temporalAddress: address,
  };
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.toString();
}
