import type { Span } from '../../db/stores/dataset-chunks';
import type { Totals } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import {
  type FileEnds,
  filesToFiles,
  isOpen,
  isWhole,
  NO_STRAYS,
  pieces,
  strayFinding,
  type Strays,
} from './files-to-files';
import { FILES_PER_ORDER, type LocalCopy } from './local/copy';
import type { Stretch, WalkLimits } from './local/walks';
import { type Ledger, MAX_LISTED, type Mover, type Pack, PACK_BYTES, sampleOf } from './mover';
import { CHUNK_BYTES } from './table-sql';

/** While one half of a group is written down, the other one is on its way. */
const FILES_PER_PACK = 500;
/** Where nothing is carried, a stretch is as long as may be waited for. */
const FILES_PER_LOOK = 5_000;

const LIMITS: WalkLimits = {
  files: FILES_PER_PACK,
  bytes: PACK_BYTES,
  directories: true,
  piece: CHUNK_BYTES,
  together: FILES_PER_ORDER,
  budget: null,
};
const LOOK: WalkLimits = {
  ...LIMITS,
  files: FILES_PER_LOOK,
  bytes: Number.MAX_SAFE_INTEGER,
  directories: false,
  together: FILES_PER_LOOK,
};

interface LocalEnds extends FileEnds {
  readonly local: LocalCopy;
}

/** Mirrors a tree of files between two directories of this machine. */
export function localFiles(ends: LocalEnds): Mover {
  const { local } = ends;
  const mover = filesToFiles(ends);
  return {
    ...mover,
    inventory: (options) => inventory(ends, options),
    together: {
      covers: isWhole,
      work: (ledger) => openWork(ends, ledger),
      send: (files) => local.send(files),
      compare: (files) => local.compare(files),
      perOrder: FILES_PER_ORDER,
    },
    compare: async (chunk, options) => {
      if (chunk.upper === null) local.hasRead(chunk.unit);
      return mover.compare(chunk, options);
    },
    findings: async (ledger) => [await strayFiles(ends, ledger)],
    seal: () => seal(ends),
    close: async () => {
      local.close();
      await mover.close();
    },
  };
}

async function inventory({ local, to }: LocalEnds, options: { mayHoldData: boolean }): Promise<Totals> {
  const totals = await totalsOf(local);
  await to.prepare(options);
  return totals;
}

async function totalsOf(local: LocalCopy): Promise<Totals> {
  let [files, bytes] = [0, 0];
  for await (const stretch of local.walk('from', { sizes: true, limits: LOOK })) {
    files += stretch.count;
    bytes += stretch.bytes;
  }
  return { files, bytes, rows: 0 };
}

/** What has not been sent: small files together, pieces of large ones one by one. */
async function* openWork({ local, order }: LocalEnds, ledger: Ledger): AsyncGenerator<Pack | readonly Span[]> {
  const budget = order.drill ? sampleOf((await totalsOf(local)).bytes, order.sampleBp) : null;
  const known: Known = (await ledger.files.any()) ? ledger.files.known : () => Promise.resolve([]);
  for await (const stretch of local.walk('from', { sizes: true, limits: { ...LIMITS, budget } })) {
    // Empty ones are part of the tree too.
    if (!order.drill && stretch.directories.length > 0) await local.makeDirectories(stretch.directories);
    const pack = await openPack(stretch, known);
    if (pack) yield pack;
    yield* openPieces(stretch, ledger);
  }
}

async function* openPieces({ large }: Stretch, ledger: Ledger): AsyncGenerator<readonly Span[]> {
  const lasts = await ledger.lasts(large.map(({ path }) => path));
  for (const piece of large.flatMap(pieces)) if (isOpen(lasts.get(piece.unit), piece.seq)) yield [piece];
}

type Known = Ledger['files']['known'];

/** Of whole files those that have not been sent. */
async function openPack({ files, last, bytes }: Stretch, known: Known): Promise<Pack | null> {
  if (last === null) return null;
  const sent = new Set(await known(joined(files)));
  if (sent.size === 0) return { files, bytes, last: { unit: last, seq: 0 } };
  return packOf(
    pathsIn(files).filter((path) => !sent.has(path)),
    bytes,
  );
}

const pathsIn = (files: readonly string[]): readonly string[] =>
  files.flatMap((paths) => JSON.parse(paths) as readonly string[]);

function packOf(paths: readonly string[], bytes: number): Pack | null {
  const last = paths.at(-1);
  if (last === undefined) return null;
  const orders = Array.from({ length: Math.ceil(paths.length / FILES_PER_ORDER) }, (_, index) =>
    paths.slice(index * FILES_PER_ORDER, (index + 1) * FILES_PER_ORDER),
  );
  return { files: orders.map((order) => JSON.stringify(order)), bytes, last: { unit: last, seq: 0 } };
}

/** JSON arrays as one. */
const joined = (arrays: readonly string[]): string => `[${arrays.map((array) => array.slice(1, -1)).join(',')}]`;

/** Files that only one side has. */
async function strayFiles(ends: LocalEnds, ledger: Ledger): Promise<Finding> {
  const [source, target] = await Promise.all([
    ends.order.drill ? NO_STRAYS : strays(ends.local, 'from', ledger),
    strays(ends.local, 'to', ledger),
  ]);
  return strayFinding(source, target);
}

/** A directory may have come, gone at the target or been lost with its power since files were sent. */
async function seal({ local, to, order }: LocalEnds): Promise<void> {
  if (!order.drill) await makeDirectories(local);
  await to.clearStage();
  await to.flush?.();
}

async function makeDirectories(local: LocalCopy): Promise<void> {
  for await (const { directories } of local.walk('from', { sizes: false, limits: { ...LOOK, directories: true } }))
    if (directories.length > 0) await local.makeDirectories(directories);
}

async function strays(local: LocalCopy, side: 'from' | 'to', ledger: Ledger): Promise<Strays> {
  // Most often these are the files that this attempt has just read back, which no ledger need be asked for.
  const read = await local.onlyRead(side, LOOK);
  if (read !== null) return { compared: read, paths: [] };
  const paths: string[] = [];
  let compared = 0;
  for await (const { files, count } of local.walk(side, { sizes: false, limits: LOOK })) {
    for (const group of files) paths.push(...(await ledger.files.unknown(group)).slice(0, MAX_LISTED - paths.length));
    compared += count;
  }
  return { compared, paths };
}
