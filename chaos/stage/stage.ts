import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentenceOf } from '../../bin/parts/failure';
import { freePort } from '../../bin/parts/ports';
import { embeddedPostgres } from '../../bin/parts/postgres';
import type { Part } from '../../bin/parts/part';
import { prepareDatabase } from '../../bin/parts/product';
import type { Programs } from '../../bin/parts/programs';
import { ensureSecrets, type Secrets } from '../../bin/parts/secrets';
import { SmtpSink } from '../mail/sink';
import { FaultProxy } from '../proxy';
import { Random } from '../random';
import { type Engine, ENGINES } from './engines';
import { Keeper } from './keeper';
import { type ReleasePair, Releases } from './releases';
import { atSignal } from './signals';
import type { Disk } from './small-disk';
import { apiPart, baseOf, type Build, type Lines, type Site, workerPart } from './site';

export const PARTS = ['postgres', 'temporal', 'api-1', 'api-2', 'worker-1', 'worker-2'] as const;
export type PartName = (typeof PARTS)[number];

/** The product as it runs on two machines, with a line that can fail before everything that is spoken to. */
export interface Stage {
  readonly dataDir: string;
  readonly sink: SmtpSink;
  readonly keepers: Readonly<Record<PartName, Keeper>>;
  readonly lines: Lines;
  /** Where one release takes over from another. */
  readonly releases: Releases | null;
  /** Who keeps Temporal's records: a PostgreSQL of its own, or itself. */
  readonly records: Keeper;
  /** What may come to stand on a disk that is full, and who writes there. */
  readonly disks: Readonly<Record<Exclude<Disk, 'tables'>, { readonly folder: string; readonly keeper: Keeper }>>;
  /** Past the lines: what a run left behind is read even while they fail. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** Of whoever keeps the whole database server. */
  readonly ownerUrl: string;
  readonly secrets: Secrets;
  /** Where clients call, through the lines. */
  readonly bases: readonly [string, string];
  /** What is to be taken back before the parts of this stage end, unless it has been. */
  readonly atEnd: (takeBack: () => Promise<unknown>) => void;
  /** The same once they have ended. */
  readonly atLast: (takeBack: () => Promise<unknown>) => void;
  readonly stop: () => Promise<void>;
}

export interface StageOptions {
  /** One release that runs alone, or two of which one takes over from the other. */
  readonly product: Programs | ReleasePair;
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

type Closing = (() => Promise<unknown>)[];
type Opened = Omit<Stage, 'dataDir' | 'stop'>;

async function startAll(options: StageOptions, dataDir: string, closing: Closing): Promise<Opened> {
  const { product, seed, engine, say } = options;
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
  const { ports, keepers: platform, ...around } = await startPlatform({ dataDir, secrets, engine, say, closing });
  const [postgres, temporal] = [await line(ports.postgres), await line(ports.temporal)];
  const apis = { 'api-1': await freePort(), 'api-2': await freePort() };
  const lines = { postgres, temporal, smtp, 'api-1': await line(apis['api-1']), 'api-2': await line(apis['api-2']) };
  const site = { dataDir, secrets, lines, ...around };
  await prepare(product, site);
  say('starting two API processes and two workers');
  const keepers = { ...platform, ...productOn(site, product, apis) };
  const releases = isPair(product) ? beside(site, product, { keepers, say }) : null;
  await startProduct(keepers, releases, closing);
  const bases = [baseOf(lines['api-1']), baseOf(lines['api-2'])] as const;
  const atEnd = (takeBack: () => Promise<unknown>): void => void closing.push(takeBack);
  const atLast = (takeBack: () => Promise<unknown>): void => void closing.unshift(takeBack);
  return { sink, secrets, bases, lines, keepers, releases, atEnd, atLast, ...around };
}

/** The product itself, without what it stands on. */
export const PRODUCT = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
type Keepers = Stage['keepers'];

async function startProduct(keepers: Keepers, releases: Releases | null, closing: Closing): Promise<void> {
  const begun = PRODUCT.map((name) => keepers[name]);
  for (const keeper of [...begun, ...(releases?.added ?? [])]) closing.push(() => keeper.stop());
  await Promise.all(begun.map((keeper) => keeper.start()));
  await releases?.current('older');
}

const isPair = (product: StageOptions['product']): product is ReleasePair => 'older' in product;

async function prepare(product: StageOptions['product'], { databaseUrl, secrets }: Site): Promise<void> {
  if (isPair(product)) await product.older.prepare(databaseUrl, secrets.adminToken);
  else await prepareDatabase(databaseUrl, secrets.adminToken);
}

/** Two API processes and two workers that reach everything through the lines. */
function productOn(
  site: Site,
  product: StageOptions['product'],
  ports: { readonly 'api-1': number; readonly 'api-2': number },
): Pick<Keepers, (typeof PRODUCT)[number]> {
  const build: Build = isPair(product) ? product.older : { programs: product, settings: {} };
  const api = (name: keyof typeof ports): Keeper => new Keeper(apiPart(site, build, { name, port: ports[name] }));
  const worker = (name: PartName): Keeper => new Keeper(workerPart(site, build, name));
  return {
    'api-1': api('api-1'),
    'api-2': api('api-2'),
    'worker-1': worker('worker-1'),
    'worker-2': worker('worker-2'),
  };
}

interface Beside {
  readonly keepers: Keepers;
  readonly say: StageOptions['say'];
}

function beside(site: Site, pair: ReleasePair, { keepers, say }: Beside): Releases {
  const apis = { 'api-1': keepers['api-1'], 'api-2': keepers['api-2'] };
  return new Releases({ site, say, pair, apis, workers: [keepers['worker-1'], keepers['worker-2']] });
}

/** All that are kept running, also those that a run has added. */
export const keepersOf = ({ keepers, releases }: Stage): readonly Keeper[] => [
  ...Object.values(keepers),
  ...(releases?.added ?? []).filter(({ hasBegun }) => hasBegun),
];

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
  const { part, address, records, folder } = await ENGINES[engine]({
    dataDir,
    secrets,
    port: ports.temporal,
    say,
    started,
  });
  const temporal = await started(part);
  return {
    ports,
    keepers: { postgres, temporal },
    records: records ?? temporal,
    disks: {
      log: { folder: join(database.directory, 'pg_wal'), keeper: postgres },
      temporal: { folder, keeper: records ?? temporal },
    },
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    temporalAddress: address,
  };
}
