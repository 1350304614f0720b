import type { Db } from '../knex';
import { type UnderWay, underWay } from './dataset-chunks';

/** Whole files of a run, many at a time: they pass as text between the ledger and whoever reads them. */

interface Arrival {
  /** JSON array of `unit`, `bytes` and `sha256` of each. */
  readonly lines: string;
  /** The last chunk of the group that is sent next: a group is written down as one. */
  readonly next: UnderWay | null;
  readonly now: number;
}

/** Writes down that files have reached the target and what comes next; sending one again replaces its figures. */
export async function recordSentFiles(db: Db, runId: string, { lines, next, now }: Arrival): Promise<void> {
  await db.raw(
    `with next as (update dataset_runs set under_way = :next::jsonb where id = :runId)
     insert into dataset_chunks as known (run_id, unit, seq, lower_bound, upper_bound, rows, bytes, sha256, state, updated_at)
     select :runId, sent.unit, 0, '["0"]', null, 0, sent.bytes, sent.sha256, 'sent', :at
       from json_to_recordset(:lines::json) as sent (unit text, bytes bigint, sha256 text)
     on conflict (run_id, unit, seq) do update
        set lower_bound = excluded.lower_bound, upper_bound = null, rows = 0, bytes = excluded.bytes,
            sha256 = excluded.sha256, sealed_bytes = null, sealed_sha256 = null, read_at = null, state = 'sent',
            entry = null, entry_sha256 = null, times_sent = known.times_sent + 1, updated_at = excluded.updated_at`,
    { runId, at: new Date(now), next: next && underWay(next), lines },
  );
}

const PAGE = 1_000;
const PAGE_BYTES = 64 * 1024 * 1024;

/** Files in the order of their paths, of which the first is behind `after`. */
export interface FilePage {
  readonly after: string;
  readonly last: string;
  readonly count: number;
  readonly bytes: number;
  /** JSON arrays of path and SHA-256. */
  readonly files: readonly string[];
}

/** Whole files that have been sent and are to be read back, `together` in each text. */
export async function* sentFiles(db: Db, runId: string, together: number): AsyncGenerator<FilePage> {
  for (let after = ''; ;) {
    const { rows }: { rows: { files: string; last: string; count: number; bytes: number }[] } = await db.raw(
      `select json_agg(json_build_array(unit, sha256) order by unit)::text as files, max(unit) as last,
              count(*)::int as count, sum(bytes)::bigint as bytes
         from (select unit, bytes, sha256, row_number() over found - 1 as place, sum(bytes) over found - bytes as before
                 from (select unit, bytes, sha256 from dataset_chunks
                        where run_id = :runId and state = 'sent' and seq = 0 and upper_bound is null and unit > :after
                        order by unit limit ${PAGE}) page
               window found as (order by unit)) chunk
        where before < ${PAGE_BYTES}
        group by place / :together::int
        order by min(place)`,
      { runId, after, together },
    );
    const last = rows.at(-1)?.last;
    if (last === undefined) return;
    const total = (of: 'count' | 'bytes'): number => rows.reduce((sum, row) => sum + row[of], 0);
    yield { after, last, count: total('count'), bytes: total('bytes'), files: rows.map(({ files }) => files) };
    after = last;
  }
}

interface Judged extends Pick<FilePage, 'after' | 'last'> {
  /** Paths of those that are not on both sides what was sent; all others of the page are. */
  readonly bad: readonly string[];
  /** Before the first of them was read. */
  readonly readAt: number;
  readonly now: number;
}

/** Records the outcome of reading the files of a page back. */
export async function judgeFiles(db: Db, runId: string, { after, last, bad, readAt, now }: Judged): Promise<void> {
  await db.raw(
    `update dataset_chunks
        set state = case when unit = any(:bad::text[]) then 'bad' else 'verified' end,
            entry = case when unit = any(:bad::text[]) then null else unit end,
            entry_sha256 = case when unit = any(:bad::text[]) then null else sha256 end,
            read_at = :readAt, updated_at = :at
      where run_id = :runId and state = 'sent' and seq = 0 and upper_bound is null
        and unit > :after and unit <= :last`,
    { runId, bad: [...bad], readAt: new Date(readAt), at: new Date(now), after, last },
  );
}

/** Whether anything of a run has been sent. */
export const hasChunks = async (db: Db, runId: string): Promise<boolean> =>
  (await db('dataset_chunks').where({ run_id: runId }).first('run_id')) !== undefined;

/** Of these files (a JSON array of paths) those of which something has been sent. */
export async function knownFiles(db: Db, runId: string, paths: string): Promise<readonly string[]> {
  const { rows }: { rows: { unit: string }[] } = await db.raw(
    `select unit from json_array_elements_text(?::json) as found (unit)
      where exists (select from dataset_chunks where run_id = ? and dataset_chunks.unit = found.unit)`,
    [paths, runId],
  );
  return rows.map(({ unit }) => unit);
}

/** Of these files (a JSON array of paths) those of which nothing has been sent. */
export async function unknownFiles(db: Db, runId: string, paths: string): Promise<readonly string[]> {
  const { rows }: { rows: { unit: string }[] } = await db.raw(
    `select unit from json_array_elements_text(?::json) as found (unit)
      where not exists (select from dataset_chunks where run_id = ? and dataset_chunks.unit = found.unit collate "C")`,
    [paths, runId],
  );
  return rows.map(({ unit }) => unit);
}
