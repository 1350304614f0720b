import { performance } from 'node:perf_hooks';
import {
  beginSending,
  chunksOf,
  type Digest,
  doubtChunks,
  recordSent,
  type Span,
  type UnderWay,
} from '../../db/stores/dataset-chunks';
import { recordSentFiles } from '../../db/stores/dataset-files';
import { addTransferTime } from '../../db/stores/dataset-runs';
import type { Attempt } from './attempt';
import type { MigrationDeps } from './deps';
import { inFlight, type InLine, inLine } from './in-flight';
import { type Mover, type Pack, PACK_BYTES, SIDE_BY_SIDE } from './mover';
import { Speed } from './speed';

type Db = MigrationDeps['db'];

/** Spans of a group that are on their way at once: most of the time goes into waiting for the disk. */
export const AT_ONCE = 16;

/** Sends what turned out bad, then what has not been sent; each group is written down before the next but one starts. */
export async function transfer(db: Db, attempt: Attempt, now: number): Promise<void> {
  const started = performance.now();
  try {
    await sendAll(db, attempt, now);
    // What goes together is flushed while it is read back, which adds its time.
    if (!attempt.mover.together) await attempt.mover.flush?.();
  } finally {
    await addTransferTime(db, attempt.run.id, performance.now() - started);
  }
}

interface Work {
  readonly group: Pack | readonly Span[];
  /** Unit of which a piece turned out bad. */
  readonly again?: string;
}

async function sendAll(db: Db, attempt: Attempt, now: number): Promise<void> {
  const { run, at } = attempt;
  const speed = await Speed.begin(db, run.id, 'transfer');
  let groups = 0;
  for await (const { result, latest } of inLine(SIDE_BY_SIDE, lineOf(db, attempt), (work) => send(db, attempt, work))) {
    await result.record(db, run.id, { next: lastOf(await latest()), now });
    await speed.passed(result.bytes);
    // A heartbeat stands in the history, so it names no file.
    at(`sent group ${(groups += 1)}`);
  }
}

async function* lineOf(db: Db, attempt: Attempt): AsyncGenerator<InLine<Work>> {
  let before: Work | null = null;
  for await (const work of workOf(db, attempt)) {
    attempt.signal.throwIfAborted();
    if (!before) await beginSending(db, attempt.run.id, lastOf(work));
    yield { item: work, waits: !before || !mayJoin(attempt.mover, before, work) };
    before = work;
  }
}

/** Small files go on while others are written down: of large ones at most one is sent twice. Spans do where their unit lets them. */
function mayJoin({ sideBySide }: Mover, before: Work, { group, again }: Work): boolean {
  if (again !== undefined) return false;
  if (isPack(group)) return group.bytes <= PACK_BYTES;
  const unit = group[0]?.unit ?? '';
  return sideBySide?.(unit) === true && lastOf(before)?.unit === unit;
}

async function* workOf(db: Db, { run, mover, ledger }: Attempt): AsyncGenerator<Work> {
  for await (const chunk of chunksOf(db, run.id, { state: 'bad' })) {
    const { unit } = chunk;
    yield { group: mover.together?.covers(chunk) ? packOfOne(chunk) : [chunk], again: unit };
  }
  for await (const group of mover.together?.work(ledger) ?? mover.spans(ledger))
    if (isPack(group) || group.length > 0) yield { group };
}

const isPack = (group: Pack | readonly Span[]): group is Pack => 'files' in group;
const packOfOne = ({ unit, bytes }: Span & Digest): Pack => ({
  files: [JSON.stringify([unit])],
  bytes,
  last: { unit, seq: 0 },
});

const lastOf = (work: Work | null): UnderWay | null =>
  !work ? null : isPack(work.group) ? work.group.last : (work.group.at(-1) ?? null);

interface Sent {
  readonly bytes: number;
  readonly record: (
    db: Db,
    runId: string,
    when: { readonly next: UnderWay | null; readonly now: number },
  ) => Promise<void>;
}

async function send(db: Db, { run, mover }: Attempt, { group, again }: Work): Promise<Sent> {
  // Before it is sent, so that an attempt that ends in between leaves the doubt.
  if (again !== undefined && mover.wholeUnits) await doubtChunks(db, run.id, [again]);
  if (isPack(group)) return sendPack(mover, group);
  const sent = await inFlight(AT_ONCE, group, async (span) => ({
    ...span,
    ...(await mover.send(span, { again: again !== undefined })),
  }));
  return { bytes: bytesOf(sent), record: (db, runId, when) => recordSent(db, runId, { sent, ...when }) };
}

async function sendPack({ together }: Mover, { files }: Pack): Promise<Sent> {
  if (!together) throw new Error('Nothing goes together here.');
  const { bytes, lines } = await together.send(files);
  return { bytes, record: (db, runId, when) => recordSentFiles(db, runId, { lines, ...when }) };
}

export const bytesOf = (chunks: readonly Digest[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);
