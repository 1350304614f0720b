import type { RequestExport } from '../../domain/approval/export-schema';
import { HOW_TO_VERIFY } from '../../domain/approval/export-schema';
import type { Db } from '../knex';
import { type AuditRow, engagementStream, GENESIS, requestStream } from '../stores/audit';
import { type Evidence, evidenceOf, isAsWritten, toExported } from './audit-entry';

type Audit = RequestExport['audit'];

/** The trail of a request with all that its hashes are made of, and whether they fit. */
export async function requestAudit(db: Db, request: { id: string; engagementId: string | null }): Promise<Audit> {
  const { id, engagementId } = request;
  const stream = engagementId === null ? requestStream(id) : engagementStream(engagementId);
  const extent = engagementId === null ? 'whole' : 'excerpt';
  const query = db<AuditRow>('audit_events').where({ stream }).orderBy('seq');
  if (extent === 'excerpt') void query.whereRaw("payload ->> 'requestId' = ?", [id]);
  const rows: readonly AuditRow[] = await query;
  const head = await db<{ stream: string; hash: string }>('audit_heads').where({ stream }).first('hash');
  const broken = brokenSeqs(rows, extent, await evidenceOf(db, rows));
  const isCut = extent === 'whole' && (rows.at(-1)?.hash ?? GENESIS) !== (head?.hash ?? GENESIS);
  const brokenOrCut = isCut ? [...broken, (rows.at(-1)?.seq ?? 0) + 1] : broken;
  return {
    stream,
    extent,
    howToVerify: [...HOW_TO_VERIFY[extent]],
    entries: rows.map(toExported),
    verification: { intact: brokenOrCut.length === 0, brokenSeqs: brokenOrCut },
  };
}

function brokenSeqs(rows: readonly AuditRow[], extent: Audit['extent'], evidence: Evidence): number[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1] ?? { seq: 0, hash: GENESIS };
    const follows = row.seq === before.seq + 1;
    const linked = follows ? row.prev_hash === before.hash : extent === 'excerpt';
    return linked && isAsWritten(row, evidence) ? [] : [row.seq];
  });
}
