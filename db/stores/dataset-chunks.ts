import type { Db } from '../knex';

/** Bounds are texts of the key columns: lower exclusive, upper inclusive, null for an open end. For files: byte offsets. */
export type Bound = readonly string[] | null;

export interface Span {
  /** A table, or the path of a file relative to its root. */
  readonly unit: string;
  readonly seq: number;
  readonly lower: Bound;
  readonly upper: Bound;
}

export interface Digest {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** What lies at the target where that is encrypted. */
  readonly sealed?: Sealed | undefined;
}

export interface Sealed {
  readonly bytes: number;
  readonly sha256: string;
}

export type ChunkState = 'sent' | 'bad' | 'verified';

export interface Chunk extends Span, Digest {
  readonly state: ChunkState;
}

interface Row {
  readonly run_id: string;
  readonly unit: string;
  readonly seq: number;
  readonly lower_bound: string[] | null;
  readonly upper_bound: string[] | null;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly sealed_bytes: number | null;
  readonly sealed_sha256: string | null;
  readonly state: ChunkState;
  readonly entry: string | null;
  readonly entry_sha256: string | null;
}

const toChunk = (row: Row): Chunk => ({
  unit: row.unit,
  seq: row.seq,
  lower: row.lower_bound,
  upper: row.upper_bound,
  rows: row.rows,
  bytes: row.bytes,
  sha256: row.sha256,
  sealed: row.sealed_sha256 === null ? undefined : { bytes: row.sealed_bytes ?? 0, sha256: row.sealed_sha256 },
  state: row.state,
});

export type UnderWay = Pick<Span, 'unit' | 'seq'>;

interface Arrival {
  readonly sent: readonly (Span & Digest)[];
  /** The last chunk of the group that is sent next: a group is written down as one. */
  readonly next: UnderWay | null;
  readonly now: number;
}

/** Writes down that chunks have reached the target and what comes next; sending one again replaces its figures. */
export async function recordSent(db: Db, runId: string, { sent, next, now }: Arrival): Promise<void> {
  if (sent.length === 0) return;
  const rows = sent.map(({ unit, seq, lower, upper, rows: count, bytes, sha256, sealed }) => ({
    ...{ unit, seq, lower_bound: lower, upper_bound: upper, rows: count, bytes, sha256 },
    ...{ sealed_bytes: sealed?.bytes, sealed_sha256: sealed?.sha256 },
  }));
  await db.raw(
    `with next as (update dataset_runs set under_way = :next::jsonb where id = :runId)
     insert into dataset_chunks as known (run_id, unit, seq, lower_bound, upper_bound, rows, bytes, sha256, sealed_bytes, sealed_sha256, state, updated_at)
     select :runId, sent.*, 'sent', :at
       from jsonb_to_recordset(:rows::jsonb) as sent
              (unit text, seq integer, lower_bound jsonb, upper_bound jsonb, rows bigint, bytes bigint, sha256 text, sealed_bytes bigint, sealed_sha256 text)
     on conflict (run_id, unit, seq) do update
        set lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound, rows = excluded.rows,
            bytes = excluded.bytes, sha256 = excluded.sha256, sealed_bytes = excluded.sealed_bytes,
            sealed_sha256 = excluded.sealed_sha256, read_at = null, state = 'sent', entry = null, entry_sha256 = null,
            times_sent = known.times_sent + 1, updated_at = excluded.updated_at`,
    { runId, at: new Date(now), next: next && underWay(next), rows: JSON.stringify(rows) },
  );
}

export const underWay = ({ unit, seq }: UnderWay): string => JSON.stringify({ unit, seq });

/** Begins an attempt to send, and counts a group that an earlier attempt had begun and never wrote down. */
export async function beginSending(db: Db, runId: string, next: UnderWay | null): Promise<void> {
  const interrupted = db('dataset_runs as run')
    .whereNotNull('run.under_way')
    .where('run.id', runId)
    .whereNotExists(
      db('dataset_chunks as chunk')
        .where('chunk.run_id', runId)
        .whereNot('chunk.state', 'bad')
        .whereRaw("chunk.unit = run.under_way ->> 'unit' and chunk.seq = (run.under_way ->> 'seq')::int"),
    );
  await db('dataset_runs')
    .where({ id: runId })
    .update({
      transfers: db.raw('transfers + 1'),
      sent_again: db.raw('sent_again + (?)', [interrupted.count()]),
      under_way: next && underWay(next),
    });
}

/** The last chunk of a unit: a migration goes on behind it. */
export async function lastChunk(db: Db, runId: string, unit: string): Promise<Chunk | null> {
  const row = await db<Row>('dataset_chunks').where({ run_id: runId, unit }).orderBy('seq', 'desc').first();
  return row ? toChunk(row) : null;
}

/** For each of the units the last chunk that has been sent. */
export async function lastChunks(db: Db, runId: string, units: readonly string[]): Promise<ReadonlyMap<string, Chunk>> {
  const rows = await db<Row>('dataset_chunks')
    .distinctOn('unit')
    .where({ run_id: runId })
    .whereIn('unit', [...units])
    .orderBy(['unit', { column: 'seq', order: 'desc' }]);
  return new Map(rows.map((row) => [row.unit, toChunk(row)]));
}

/** Of these units those of which nothing has been sent. */
export async function unknownUnits(db: Db, runId: string, units: readonly string[]): Promise<readonly string[]> {
  const { rows }: { rows: { unit: string }[] } = await db.raw(
    `select unit from unnest(?::text[]) as found (unit)
      where not exists (select from dataset_chunks where run_id = ? and dataset_chunks.unit = found.unit)`,
    [[...units], runId],
  );
  return rows.map(({ unit }) => unit);
}

const PAGE = 1_000;

/** All chunks in a state, or all of them, in order and page by page; rows may change behind the reader. */
export async function* chunksOf(
  db: Db,
  runId: string,
  only: { state?: ChunkState; unit?: string } = {},
): AsyncGenerator<Chunk> {
  let after: { unit: string; seq: number } | null = null;
  for (;;) {
    const query = db<Row>('dataset_chunks').where({ run_id: runId }).orderBy(['unit', 'seq']).limit(PAGE);
    void query.where(only);
    if (after) void query.whereRaw('(unit, seq) > (?, ?)', [after.unit, after.seq]);
    const rows: Row[] = await query;
    for (const row of rows) yield toChunk(row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { unit: last.unit, seq: last.seq };
  }
}

/** A file or a chunk as the manifest names it, with its hash. */
export interface Entry {
  readonly name: string;
  readonly sha256: string;
}

/** What was found equal in tables that have changed since is to be read back again. */
export async function doubtChunks(db: Db, runId: string, units: readonly string[]): Promise<void> {
  if (units.length === 0) return;
  await db('dataset_chunks')
    .where({ run_id: runId, state: 'verified' })
    .whereIn('unit', [...units])
    .update({ state: 'sent' });
}

/** Everything is to be read back again. */
export async function doubtAllChunks(db: Db, runId: string): Promise<void> {
  await db('dataset_chunks').where({ run_id: runId, state: 'verified' }).update({ state: 'sent' });
}

export interface Judgement extends UnderWay {
  readonly state: ChunkState;
  /** Line of the manifest, when the chunk completes one. */
  readonly entry: Entry | null;
}

/** Records the outcome of reading chunks back; `readAt` is before the first of them was read. */
export async function judgeChunks(
  db: Db,
  runId: string,
  { judged, readAt, now }: { judged: readonly Judgement[]; readAt: number; now: number },
): Promise<void> {
  const rows = judged.map(({ unit, seq, state, entry }) => ({
    unit,
    seq,
    state,
    entry: entry?.name,
    hash: entry?.sha256,
  }));
  await db.raw(
    `update dataset_chunks chunk
        set state = judged.state, entry = judged.entry, entry_sha256 = judged.hash, read_at = ?, updated_at = ?
       from jsonb_to_recordset(?::jsonb) as judged (unit text, seq integer, state text, entry text, hash text)
      where chunk.run_id = ? and chunk.unit = judged.unit collate "C" and chunk.seq = judged.seq`,
    [new Date(readAt), new Date(now), JSON.stringify(rows), runId],
  );
}

/** Rows of a unit that have been sent: a sample ends by this figure. */
export async function sentRows(db: Db, runId: string, unit: string): Promise<number> {
  const row: { rows: number } | undefined = await db('dataset_chunks')
    .where({ run_id: runId, unit })
    .first(db.raw('coalesce(sum(rows), 0)::bigint as rows'));
  return row?.rows ?? 0;
}
