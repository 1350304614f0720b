import type { Db } from '../knex';
import type { AuditRow } from '../stores/audit';

/** Entries that one statement looks at: a trail of years does not fit in its time. */
const CHUNK = 5_000;

export interface Wanted {
  /** SQL over the columns of `audit_events`. */
  readonly where: string;
  readonly bindings: Readonly<Record<string, string>>;
}

/** Entries of all streams that a condition picks, in the order of the streams; never all of them at once. */
export async function* entriesWhere(db: Db, { where, bindings }: Wanted): AsyncGenerator<AuditRow> {
  for (let after: Place | undefined = { stream: '', seq: 0 }; after;) {
    const end = await endOfChunk(db, after);
    const { rows } = await db.raw<{ rows: AuditRow[] }>(
      `select * from audit_events where (stream, seq) > (:stream, :seq)
         ${end ? 'and (stream, seq) <= (:endStream, :endSeq)' : ''} and (${where}) order by stream, seq`,
      { ...bindings, ...after, endStream: end?.stream ?? '', endSeq: end?.seq ?? 0 },
    );
    yield* rows;
    after = end;
  }
}

interface Place {
  readonly stream: string;
  readonly seq: number;
}

async function endOfChunk(db: Db, { stream, seq }: Place): Promise<Place | undefined> {
  const { rows } = await db.raw<{ rows: Place[] }>(
    `select stream, seq from audit_events where (stream, seq) > (?, ?) order by stream, seq offset ${CHUNK - 1} limit 1`,
    [stream, seq],
  );
  return rows[0];
}
