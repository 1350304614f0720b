import type { Db } from '../knex';
import type { Entry } from './dataset-chunks';

const PAGE = 1_000;
/** Lines of a manifest that are one text: some 600 KB. */
const LINES = 5_000;

interface Row {
  readonly entry: string;
  readonly entry_sha256: string;
  readonly sha256: string;
}

async function* rowsByEntry(db: Db, runId: string): AsyncGenerator<Row> {
  let after = '';
  for (;;) {
    const rows: Row[] = await db<Row & { run_id: string }>('dataset_chunks')
      .where({ run_id: runId })
      .andWhere('entry', '>', after)
      .orderBy('entry')
      .limit(PAGE);
    yield* rows;
    after = rows.at(-1)?.entry ?? '';
    if (rows.length < PAGE) return;
  }
}

/** Manifest lines in the order of their names. */
export async function* manifestEntries(db: Db, runId: string): AsyncGenerator<Entry> {
  for await (const { entry, entry_sha256 } of rowsByEntry(db, runId)) yield { name: entry, sha256: entry_sha256 };
}

export interface Lines {
  readonly lines: string;
  readonly count: number;
}

/** The same as the text of the manifest, many lines at a time: an object for each costs more than its hash. */
export async function* manifestText(db: Db, runId: string, perPage = LINES): AsyncGenerator<Lines> {
  for (let after = ''; ;) {
    const { rows }: { rows: (Lines & { last: string | null })[] } = await db.raw(
      `select string_agg(entry_sha256 || '  ' || entry || E'\\n', '' order by entry) as lines, count(*)::int as count,
              max(entry) as last
         from (select entry, entry_sha256 from dataset_chunks
                where run_id = ? and entry > ? order by entry limit ?) page`,
      [runId, after, perPage],
    );
    const [page] = rows;
    if (!page || page.last === null) return;
    yield page;
    after = page.last;
  }
}

/** Pieces of an encrypted copy by their names at the target, with the hashes that they had before. */
export async function* plainEntries(db: Db, runId: string): AsyncGenerator<Entry> {
  for await (const { entry, sha256 } of rowsByEntry(db, runId)) yield { name: entry, sha256 };
}

/** Of these names those that are in no line of the manifest. */
export async function unlistedNames(db: Db, runId: string, names: readonly string[]): Promise<readonly string[]> {
  const { rows }: { rows: { name: string }[] } = await db.raw(
    `select name from unnest(?::text[]) as found (name)
      where not exists (select from dataset_chunks where run_id = ? and dataset_chunks.entry = found.name collate "C")`,
    [[...names], runId],
  );
  return rows.map(({ name }) => name);
}

/** Not later than the first of the pieces that count as equal was read back; null when that is not on record of all. */
export async function firstReadOf(db: Db, runId: string): Promise<string | null> {
  const row: { first: Date | null; unknown: number } | undefined = await db('dataset_chunks')
    .where({ run_id: runId, state: 'verified' })
    .first(db.raw('min(read_at) as first'), db.raw('count(*) filter (where read_at is null)::int as unknown'));
  return row?.first && row.unknown === 0 ? row.first.toISOString() : null;
}

export interface Sent {
  readonly rows: number;
  readonly bytes: number;
  /** As they lie at the target: encryption makes them more. */
  readonly targetBytes: number;
  readonly units: number;
  readonly entries: number;
  readonly bad: number;
  readonly verifiedBytes: number;
}

/** What of each run has reached its target. */
export async function sumChunks(db: Db, runIds: readonly string[]): Promise<ReadonlyMap<string, Sent>> {
  const rows: (Sent & { run_id: string })[] = await db('dataset_chunks')
    .whereIn('run_id', [...runIds])
    .groupBy('run_id')
    .select(
      'run_id',
      db.raw('sum(rows)::bigint as rows'),
      db.raw('sum(bytes)::bigint as bytes'),
      db.raw('sum(coalesce(sealed_bytes, bytes))::bigint as "targetBytes"'),
      // Every unit begins with its first chunk.
      db.raw('count(*) filter (where seq = 0) as units'),
      db.raw('count(entry) as entries'),
      db.raw("count(*) filter (where state = 'bad') as bad"),
      db.raw(`coalesce(sum(bytes) filter (where state = 'verified'), 0)::bigint as "verifiedBytes"`),
    );
  return new Map(rows.map((row) => [row.run_id, row]));
}
