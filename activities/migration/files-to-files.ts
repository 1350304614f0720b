import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chunk, Digest, Entry, Span } from '../../db/stores/dataset-chunks';
import type { Totals } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import { unfit } from './catalogue';
import { DRILL_PREFIX, type Found, isMissing, makeInside, prepareDirectory, STAGING, walk } from './file-tree';
import { type Comparison, type Ledger, MAX_LISTED, type MoveOrder, type Mover, sampleOf } from './mover';
import { clearStage, copyPiece, digestPiece } from './pieces';
import { CHUNK_BYTES } from './table-sql';

const FILES_PER_GROUP = 64;

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly order: MoveOrder;
}

/** Mirrors a directory tree, file by file and large files piece by piece. */
export function filesToFiles(from: string, target: string, order: MoveOrder): Mover {
  const to = order.drill ? join(target, `${DRILL_PREFIX}${order.runId}`) : target;
  const ends: Ends = { from, to, order };
  return {
    inventory: (options) => inventory(ends, options),
    spans: (ledger) => fileSpans(ends, ledger),
    send: (span, { again }) => send(ends, span, again),
    compare: (chunk) => compare(ends, chunk),
    findings: async (ledger) => [await strayFiles(ends, ledger)],
    seal: () => seal(ends),
    discard: async () => {
      if (order.drill) await rm(to, { recursive: true, force: true });
    },
    close: () => Promise.resolve(),
  };
}

async function inventory({ from, to }: Ends, options: { mayHoldData: boolean }): Promise<Totals> {
  let [files, bytes] = [0, 0];
  for await (const { size, directory } of walkSource(from)) {
    files += directory ? 0 : 1;
    bytes += size;
  }
  await prepareDirectory(to, options);
  return { files, bytes, rows: 0 };
}

async function* walkSource(from: string): AsyncGenerator<Found> {
  try {
    yield* walk(from);
  } catch (error) {
    if (isMissing(error)) throw unfit(`Directory ${from} cannot be read: a part of it is missing.`);
    throw error;
  }
}

async function* fileSpans(ends: Ends, ledger: Ledger): AsyncGenerator<readonly Span[]> {
  const budget = ends.order.drill
    ? sampleOf((await inventory(ends, { mayHoldData: true })).bytes, ends.order.sampleBp)
    : Infinity;
  let [taken, group, weight] = [0, [] as Found[], 0];
  for await (const found of walkSource(ends.from)) {
    if (found.directory) continue;
    if (taken > 0 && taken >= budget) break;
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
  const small = open.filter(({ seq, upper }) => seq === 0 && upper === null);
  if (small.length > 0) yield small;
  for (const piece of open) if (!small.includes(piece)) yield [piece];
}

const isOpen = (last: Span | undefined, seq: number): boolean => !last || (last.upper !== null && seq > last.seq);

function pieces({ path, size }: Found): Span[] {
  const count = Math.max(1, Math.ceil(size / CHUNK_BYTES));
  return Array.from({ length: count }, (_, seq) => ({
    unit: path,
    seq,
    lower: [String(seq * CHUNK_BYTES)],
    upper: seq === count - 1 ? null : [String((seq + 1) * CHUNK_BYTES)],
  }));
}

async function send(ends: Ends, span: Span, again: boolean): Promise<Digest> {
  if (span.unit.split('/')[0] === STAGING) throw unfit(`${STAGING} is a name of our own.`);
  return copyPiece(ends, span, { again, signal: ends.order.signal });
}

async function compare({ from, to, order: { signal } }: Ends, chunk: Chunk): Promise<Comparison> {
  const [source, target] = await Promise.all([digestPiece(from, chunk, signal), digestPiece(to, chunk, signal)]);
  if (chunk.upper !== null || !target) return { source, target, entry: null };
  const whole =
    chunk.seq === 0 ? target : await digestPiece(to, { unit: chunk.unit, lower: null, upper: null }, signal);
  return { source, target, entry: whole && ({ name: chunk.unit, sha256: whole.sha256 } satisfies Entry) };
}

/** Files that only one side has: new ones at the source, unknown ones at the target. */
async function strayFiles({ from, to, order }: Ends, ledger: Ledger): Promise<Finding> {
  const target = await strays(to, ledger, 'is at the target only');
  // A drill leaves out most of the source on purpose.
  const source = order.drill ? { compared: 0, differences: [] } : await strays(from, ledger, 'appeared at the source');
  return {
    check: 'files',
    compared: target.compared + source.compared,
    differences: [...source.differences, ...target.differences].slice(0, MAX_LISTED),
  };
}

async function strays(
  root: string,
  ledger: Ledger,
  what: string,
): Promise<{ compared: number; differences: string[] }> {
  const differences: string[] = [];
  let compared = 0;
  let group: string[] = [];
  const look = async (): Promise<void> => {
    const known = await ledger.lasts(group);
    differences.push(...group.filter((path) => !known.has(path)).map((path) => `${path} ${what}`));
    compared += group.length;
    group = [];
  };
  for await (const { path, directory } of walk(root)) {
    if (directory) continue;
    group.push(path);
    if (group.length >= FILES_PER_GROUP) await look();
  }
  await look();
  return { compared, differences: differences.slice(0, MAX_LISTED) };
}

/** Empty directories are part of the tree too. */
async function seal({ from, to, order }: Ends): Promise<void> {
  await mkdir(to, { recursive: true });
  if (!order.drill) await copyDirectories(from, to);
  await clearStage(to);
}

async function copyDirectories(from: string, to: string): Promise<void> {
  for await (const { path, directory } of walk(from)) if (directory) await makeInside(to, path);
}
