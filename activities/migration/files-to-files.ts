import type { Chunk, Digest, Entry, Span } from '../../db/stores/dataset-chunks';
import type { Totals } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import { unfit } from './catalogue';
import { type FilePlace, type FileSource, type Found, isOwnName } from './files/place';
import { type Comparison, type Ledger, MAX_LISTED, type MoveOrder, type Mover, sampleOf } from './mover';
import { copyPiece, digestPiece } from './pieces';
import { CHUNK_BYTES } from './table-sql';

const FILES_PER_GROUP = 1_000;

export interface FileEnds {
  readonly from: FileSource;
  readonly to: FilePlace;
  readonly order: MoveOrder;
}

/** Mirrors a tree of files, file by file and large ones piece by piece. */
export function filesToFiles(ends: FileEnds): Mover {
  const { from, to, order } = ends;
  return {
    wholeUnits: true,
    inventory: (options) => inventory(ends, options),
    spans: (ledger) => fileSpans(ends, ledger),
    send: (span, { again }) => send(ends, span, again),
    compare: (chunk) => compare(ends, chunk),
    findings: async (ledger) => [await strayFiles(ends, ledger)],
    flush: async () => to.flush?.(),
    seal: () => seal(ends),
    discard: async () => {
      if (order.drill) await to.discard();
    },
    close: async () => {
      await Promise.all([from.close(), to.close()]);
    },
  };
}

export const isWhole = ({ seq, upper }: Span): boolean => seq === 0 && upper === null;

export async function inventory(ends: FileEnds, options: { mayHoldData: boolean }): Promise<Totals> {
  let [files, bytes] = [0, 0];
  for await (const { size, directory } of ends.from.walk()) {
    files += directory ? 0 : 1;
    bytes += size;
  }
  await ends.to.prepare(options);
  return { files, bytes, rows: 0 };
}

export async function* fileSpans(ends: FileEnds, ledger: Ledger): AsyncGenerator<readonly Span[]> {
  const budget = ends.order.drill
    ? sampleOf((await inventory(ends, { mayHoldData: true })).bytes, ends.order.sampleBp)
    : Infinity;
  let [taken, group, weight] = [0, [] as Found[], 0];
  for await (const found of ends.from.walk()) {
    if (found.directory) continue;
    if (taken > 0 && taken >= budget) break;
    if (group.length > 0 && weight + found.size > CHUNK_BYTES) {
      yield* openSpans(group, ledger);
      [group, weight] = [[], 0];
    }
    group.push(found);
    weight += found.size;
    taken += Math.max(found.size, 1);
    if (group.length < FILES_PER_GROUP && weight < CHUNK_BYTES) continue;
    yield* openSpans(group, ledger);
    [group, weight] = [[], 0];
  }
  yield* openSpans(group, ledger);
}

/** Of these files what has not been sent: small ones together, pieces of large ones one by one. */
async function* openSpans(files: readonly Found[], ledger: Ledger): AsyncGenerator<readonly Span[]> {
  const lasts = await ledger.lasts(files.map(({ path }) => path));
  const open = files.flatMap((file) => pieces(file).filter(({ seq }) => isOpen(lasts.get(file.path), seq)));
  const small = open.filter(isWhole);
  if (small.length > 0) yield small;
  for (const piece of open) if (!isWhole(piece)) yield [piece];
}

export const isOpen = (last: Span | undefined, seq: number): boolean =>
  !last || (last.upper !== null && seq > last.seq);

export function pieces({ path, size }: Pick<Found, 'path' | 'size'>): Span[] {
  const count = Math.max(1, Math.ceil(size / CHUNK_BYTES));
  return Array.from({ length: count }, (_, seq) => ({
    unit: path,
    seq,
    lower: [String(seq * CHUNK_BYTES)],
    upper: seq === count - 1 ? null : [String((seq + 1) * CHUNK_BYTES)],
  }));
}

export async function send(ends: FileEnds, span: Span, again: boolean): Promise<Digest> {
  const first = span.unit.split('/')[0] ?? '';
  if (isOwnName(first)) throw unfit(`${first} is a name of our own.`);
  return copyPiece(ends, span, { again, ...ends.order.gate });
}

async function compare({ from, to, order: { gate } }: FileEnds, chunk: Chunk): Promise<Comparison> {
  const [source, target] = await Promise.all([digestPiece(from, chunk, gate), digestPiece(to, chunk, gate)]);
  if (chunk.upper !== null || !target) return { source, target, entry: null };
  const whole = chunk.seq === 0 ? target : await digestPiece(to, { unit: chunk.unit, lower: null, upper: null }, gate);
  return { source, target, entry: whole && ({ name: chunk.unit, sha256: whole.sha256 } satisfies Entry) };
}

/** Files that only one side has: new ones at the source, unknown ones at the target. */
async function strayFiles(ends: FileEnds, ledger: Ledger): Promise<Finding> {
  const [source, target] = await Promise.all([newFiles(ends, ledger), strays(ends.to.walk(), ledger)]);
  return strayFinding(source, target);
}

export function strayFinding(source: Strays, target: Strays): Finding {
  const differences = [
    ...source.paths.map((path) => `${path} appeared at the source`),
    ...target.paths.map((path) => `${path} is at the target only`),
  ];
  return { check: 'files', compared: target.compared + source.compared, differences: differences.slice(0, MAX_LISTED) };
}

/** Files of the source that nobody has sent; a drill leaves out most of it on purpose. */
export const newFiles = (ends: FileEnds, ledger: Ledger): Promise<Strays> =>
  ends.order.drill ? Promise.resolve(NO_STRAYS) : strays(ends.from.walk(), ledger);

export interface Strays {
  readonly compared: number;
  readonly paths: readonly string[];
}
export const NO_STRAYS: Strays = { compared: 0, paths: [] };

async function strays(found: AsyncGenerator<Found>, ledger: Ledger): Promise<Strays> {
  const paths: string[] = [];
  let [compared, group] = [0, [] as string[]];
  const look = async (): Promise<void> => {
    paths.push(...(await ledger.unknown(group)).slice(0, MAX_LISTED - paths.length));
    compared += group.length;
    group = [];
  };
  for await (const { path, directory } of found) {
    if (directory) continue;
    group.push(path);
    if (group.length >= FILES_PER_GROUP) await look();
  }
  await look();
  return { compared, paths };
}

/** Empty directories are part of the tree too, where the target knows directories. */
async function seal(ends: FileEnds): Promise<void> {
  if (!ends.order.drill) await makeDirectories(ends);
  await ends.to.clearStage();
  await ends.to.flush?.();
}

async function makeDirectories(ends: FileEnds): Promise<void> {
  for await (const { path, directory } of ends.from.walk()) if (directory) await ends.to.makeDirectory(path);
}
