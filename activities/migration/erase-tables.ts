import { chunksOf, type Chunk, type Digest } from '../../db/stores/dataset-chunks';
import { existingRun } from '../../db/stores/dataset-runs';
import { insertTombstone } from '../../db/stores/tombstones';
import { DomainError } from '../../domain/errors';
import { existingTable, inReferenceOrder, sortsLike, tableId } from './catalogue';
import { formOf } from './copy-form';
import type { Erasure } from './erasure';
import { flowCopy } from './meter';
import { resolveDatabase } from './places';
import { ROW_WRITERS } from './row-formats';
import { flowRows } from './rows';
import { inSession, openSession, type Session } from './session';
import { copySpan } from './table-source';
import { inSpan, type Ordered, qualified } from './table-sql';

/**
 * Deletes the rows of the source, chunk by chunk, those that refer to others first. Each chunk is compared with its
 * verified hash in the transaction that deletes it: what has changed since was never moved, so it stays.
 */
export async function eraseTables(erasure: Erasure): Promise<number> {
  const { dataset, deps, runId } = erasure;
  if (dataset.source.kind !== 'postgres') return 0;
  const session = await openSession(await resolveDatabase(dataset.source, deps));
  try {
    const tables = [];
    for (const text of dataset.source.tables ?? []) tables.push(await existingTable(session, text));
    const bytewise = await isBytewise(session, erasure);
    const { frozen } = await existingRun(deps.db, runId);
    const ordered = [...(await inReferenceOrder(session, tables))]
      .reverse()
      .map((table) => ({ table, bytewise, form: formOf(frozen?.binary, tableId(table)) }));
    for (const table of ordered) await eraseTable(session, table, erasure);
    let remaining = 0;
    for (const { table } of ordered)
      remaining += Number(await session.value(`select count(*) from ${qualified(table)}`));
    return remaining;
  } finally {
    await session.close();
  }
}

/** The spans mean what they meant when they were cut, so texts are sorted as they were then. */
async function isBytewise(source: Session, { dataset, deps }: Erasure): Promise<boolean> {
  if (dataset.target.kind !== 'postgres') return false;
  const target = await openSession(await resolveDatabase(dataset.target, deps));
  try {
    return !(await sortsLike(source, target));
  } finally {
    await target.close();
  }
}

async function eraseTable(session: Session, ordered: Ordered, erasure: Erasure): Promise<void> {
  const unit = tableId(ordered.table);
  for await (const chunk of chunksOf(erasure.deps.db, erasure.runId, { unit })) {
    erasure.signal.throwIfAborted();
    await erasure.checkGate();
    await erasure.unlessHeld(() =>
      inSession(session, 'begin isolation level repeatable read', () =>
        eraseChunk(session, ordered, { chunk, erasure }),
      ),
    );
    await insertTombstone(erasure.deps.db, erasure.dataset, { tombstone: chunk, now: erasure.now });
    erasure.at(`deleted ${unit} ${chunk.seq}`);
  }
}

/** The rows of a chunk as they were written when its hash was taken. */
function measured(
  session: Session,
  ordered: Ordered,
  { chunk, erasure }: { chunk: Chunk; erasure: Erasure },
): Promise<Digest> {
  const { target } = erasure.dataset;
  if (target.kind === 'postgres' || target.kind === 'https')
    return flowCopy(copySpan(session, ordered, chunk), erasure);
  return flowRows(ROW_WRITERS[target.format ?? 'ndjson'].copy(session, ordered, chunk), erasure);
}

async function eraseChunk(
  session: Session,
  ordered: Ordered,
  { chunk, erasure }: { chunk: Chunk; erasure: Erasure },
): Promise<void> {
  const { rows, sha256 } = await measured(session, ordered, { chunk, erasure });
  // Nothing there: this chunk was deleted before an interruption.
  if (rows === 0) return;
  if (sha256 !== chunk.sha256) {
    throw new DomainError(
      'DATASET_NOT_VERIFIED',
      `Rows of ${chunk.unit} have changed since they were verified, so they were not deleted.`,
    );
  }
  await session.run(`delete from ${qualified(ordered.table)} where ${inSpan(ordered, chunk)}`);
}
