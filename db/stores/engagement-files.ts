import type { Trx } from '../transaction';
import { asOurselves } from '../wall/scope';

/** Until the transaction ends nobody else adds a file to the engagement, so that what was counted stays true. */
export async function lockFiles(trx: Trx, engagementId: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 531))', [engagementId]);
}

/** Bytes of every file of an engagement: documents, evidence of its figures, and files of its requests; one of them left out. */
export const bytesOfFiles = (trx: Trx, engagementId: string, exceptId: string): Promise<number> =>
  // Whoever brings one need not see the others.
  asOurselves(() => sumOf(trx, engagementId, exceptId));

async function sumOf(trx: Trx, engagementId: string, exceptId: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: { bytes: string }[] }>(
    `select coalesce(sum(size), 0)::bigint as bytes from (
       select id, size from documents where engagement_id = :engagementId
       union all select id, size from kpi_evidence where engagement_id = :engagementId
       union all select file.id, file.size from request_attachments file
         join requests on requests.id = file.request_id where requests.engagement_id = :engagementId
     ) files where id <> :exceptId`,
    { engagementId, exceptId },
  );
  return Number(rows[0]?.bytes ?? 0);
}
