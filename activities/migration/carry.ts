import { performance } from 'node:perf_hooks';
import { chunksOf, type Chunk, judgeChunk, recordSent, type Span } from '../../db/stores/dataset-chunks';
import { addTransferTime } from '../../db/stores/dataset-runs';
import type { Finding } from '../../domain/exit/manifest';
import type { Attempt } from './attempt';
import type { MigrationDeps } from './deps';
import { MAX_LISTED } from './mover';

type Db = MigrationDeps['db'];

/** Files of a group that are on their way at once: most of the time goes into waiting for the disk. */
const AT_ONCE = 8;

/** Sends what turned out bad, then what has not been sent; each group is written down before the next one starts. */
export async function transfer(db: Db, attempt: Attempt, now: number): Promise<void> {
  const started = performance.now();
  try {
    for await (const chunk of chunksOf(db, attempt.run.id, { state: 'bad' }))
      await sendGroup(db, attempt, { group: [chunk], again: true, now });
    for await (const group of attempt.mover.spans(attempt.ledger))
      await sendGroup(db, attempt, { group, again: false, now });
  } finally {
    await addTransferTime(db, attempt.run.id, performance.now() - started);
  }
}

async function sendGroup(
  db: Db,
  { run, mover, signal, at }: Attempt,
  { group, again, now }: { group: readonly Span[]; again: boolean; now: number },
): Promise<void> {
  for (let index = 0; index < group.length; index += AT_ONCE) {
    signal.throwIfAborted();
    const part = group.slice(index, index + AT_ONCE);
    const sent = await Promise.all(part.map(async (span) => ({ ...span, ...(await mover.send(span, { again })) })));
    await recordSent(db, run.id, { sent, now });
  }
  const last = group.at(-1);
  if (last) at(`sent ${last.unit} ${last.seq}`);
}

export interface Verdict {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
}

/** Reads every chunk back from both sides. Only when all are equal it looks at the whole. */
export async function verifyRun(db: Db, attempt: Attempt, now: number): Promise<Verdict> {
  const { run, mover, ledger, signal, at } = attempt;
  let compared = 0;
  for await (const chunk of chunksOf(db, run.id, { state: 'sent' })) {
    signal.throwIfAborted();
    await judge(db, attempt, { chunk, now });
    compared += 1;
    at(`compared ${chunk.unit} ${chunk.seq}`);
  }
  const bad: string[] = [];
  for await (const { unit, seq } of chunksOf(db, run.id, { state: 'bad' })) bad.push(`${unit} ${seq}`);
  const hashes: Finding = { check: 'hashes', compared, differences: bad.slice(0, MAX_LISTED) };
  if (bad.length > 0) return { passed: false, findings: [hashes] };
  const findings = [hashes, ...(await mover.findings(ledger))];
  return { passed: findings.every(({ differences }) => differences.length === 0), findings };
}

async function judge(db: Db, { run, mover }: Attempt, { chunk, now }: { chunk: Chunk; now: number }): Promise<void> {
  const { source, target, entry } = await mover.compare(chunk);
  const good =
    source !== null && target !== null && [source.sha256, target.sha256].every((hash) => hash === chunk.sha256);
  await judgeChunk(db, run.id, {
    unit: chunk.unit,
    seq: chunk.seq,
    state: good ? 'verified' : 'bad',
    entry: good ? entry : null,
    now,
  });
}
