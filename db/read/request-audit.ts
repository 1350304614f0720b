import type { RequestExport } from '../../domain/approval/export-schema';
import { HOW_TO_VERIFY } from '../../domain/approval/export-schema';
import type { Db } from '../knex';
import { type AuditRow, GENESIS, streamOfRequest } from '../stores/audit';
import { type Evidence, evidenceOf, isAsWritten, toExported } from './audit-entry';
import { isSealWhole } from './audit-seal';

type Audit = RequestExport['audit'];

/** The trail of a request with all that its hashes are made of, and whether they fit. */
export async function requestAudit(db: Db, request: { id: string; engagementId: string | null }): Promise<Audit> {
  const { id, engagementId } = request;
  const stream = streamOfRequest(id, engagementId);
  const extent = engagementId === null ? 'whole' : 'excerpt';
  const rows =
    extent === 'whole'
      ? await db<AuditRow>('audit_events').where({ stream }).orderBy('seq')
      : await excerptOf(db, stream, id);
  const head = await db<{ stream: string; hash: string }>('audit_heads').where({ stream }).first('hash');
  const broken = brokenSeqs(rows, extent, await wholeEvidenceOf(db, rows));
  const isCut = extent === 'whole' && (rows.at(-1)?.hash ?? GENESIS) !== (head?.hash ?? GENESIS);
  const brokenOrCut = isCut ? [...broken, (rows.at(-1)?.seq ?? 0) + 1] : broken;
  return {
    stream,
    extent,
    howToVerify: [...HOW_TO_VERIFY[extent]],
    entries: rows.map(toExported),
    erased: rows.filter(({ erased_by: by }) => by !== null).length,
    unplaced: extent === 'whole' ? 0 : await unplacedIn(db, { stream, id, engagementId }),
    verification: { intact: brokenOrCut.length === 0, brokenSeqs: brokenOrCut },
  };
}

/** An entry that has lost its payload is known by its key, which stays. */
const excerptOf = (db: Db, stream: string, id: string): Promise<readonly AuditRow[]> =>
  db<AuditRow>('audit_events')
    .where({ stream })
    .whereRaw(`(payload ->> 'requestId' = :id or (erased_by is not null and position(:id in event_key) > 0))`, { id })
    .orderBy('seq');

interface Excerpt {
  readonly stream: string;
  readonly id: string;
  readonly engagementId: string | null;
}

/** An id elsewhere in a key may be that of a task of this request: only that of another request tells that it is not. */
async function unplacedIn(db: Db, excerpt: Excerpt): Promise<number> {
  const { rows } = await db.raw<{ rows: readonly { readonly n: number }[] }>(
    `select count(*)::int as n from audit_events where stream = :stream and erased_by is not null
       and position(:id in event_key) = 0 and event_key !~ '^[0-9a-f-]{36}:'
       and not exists (select from requests r where r.engagement_id = :engagementId and position(r.id::text in event_key) > 0)`,
    { ...excerpt },
  );
  return rows[0]?.n ?? 0;
}

/** What was sealed of version 1 counts as long as all of it is what the seal says. */
async function wholeEvidenceOf(db: Db, rows: readonly AuditRow[]): Promise<Evidence> {
  const evidence = await evidenceOf(db, rows);
  return evidence.seals.size === 0 || (await isSealWhole(db)) ? evidence : { ...evidence, seals: new Map() };
}

function brokenSeqs(rows: readonly AuditRow[], extent: Audit['extent'], evidence: Evidence): number[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1] ?? { seq: 0, hash: GENESIS };
    const follows = row.seq === before.seq + 1;
    const linked = follows ? row.prev_hash === before.hash : extent === 'excerpt';
    return linked && isAsWritten(row, evidence) ? [] : [row.seq];
  });
}
