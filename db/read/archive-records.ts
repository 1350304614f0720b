import { safeFileName } from '../../domain/approval/attachment';
import type { RequestView } from '../../domain/approval/request-schema';
import type { ArchiveFile, ArchiveIndex } from '../../domain/exit/archive-schema';
import type { Db } from '../knex';
import { attachmentContent } from '../stores/attachments';
import { type AuditRow, canonicalJson, engagementStream, GENESIS } from '../stores/audit';
import { versionsOf } from '../stores/contract-versions';
import { handedInEvidence } from '../stores/kpi-evidence';
import { listRuns } from '../stores/dataset-runs';
import { listDatasets } from '../stores/datasets';
import { documentsOf } from '../stores/documents';
import type { EngagementRow } from '../stores/engagements';
import { packOf } from '../stores/review-packs';
import { reviewsOf } from '../stores/reviews';
import { deletionCertificate } from './deletion-certificate';
import { toView } from './engagements';
import { toExported } from './audit-entry';
import { requestRecords } from './request-export';
import { requestView } from './requests';
import { settlementStatement } from './settlement-statement';

/** A file of an archive that is made now, or one whose content the document store has already. */
export type ArchivePiece =
  | { readonly path: string; readonly content: Iterable<string | Buffer> | AsyncIterable<string> }
  | { readonly path: string; readonly kept: Omit<ArchiveFile, 'path'> };
export type Trail = ArchiveIndex['trail'];

/** What an archive is made of, one file at a time, so that no more than one is held in memory. */
export async function* archiveRecords(db: Db, engagement: EngagementRow, trail: Trail): AsyncGenerator<ArchivePiece> {
  yield json('engagement.json', toView(engagement));
  yield { path: 'audit.ndjson', content: trailLines(db, trail) };
  yield json('people.json', await peopleOf(db, engagement, trail));
  yield* contractRecords(db, engagement);
  yield* requestsOf(db, engagement);
  yield* packsOf(db, engagement);
  yield* exitRecords(db, engagement);
}

const json = (path: string, value: unknown): ArchivePiece => ({ path, content: [canonicalJson(value), '\n'] });

/** The trail as far as it goes; that archives were built or a purge was asked for is no part of it until something else has happened. */
export async function trailOf(db: Db, engagementId: string): Promise<Trail> {
  const stream = engagementStream(engagementId);
  const last: Pick<AuditRow, 'seq' | 'hash'> | undefined = await db<AuditRow>('audit_events')
    .where({ stream })
    .whereNotIn('type', ['archive.built', 'purge.asked', 'purge.withdrawn'])
    .orderBy('seq', 'desc')
    .first('seq', 'hash');
  return { stream, ...(last ?? { seq: 0, hash: GENESIS }) };
}

const BATCH = 500;

async function* trailLines(db: Db, { stream, seq: end }: Trail): AsyncGenerator<string> {
  for (let after = 0; after < end; after += BATCH) {
    const rows = await db<AuditRow>('audit_events')
      .where({ stream })
      .whereBetween('seq', [after + 1, Math.min(after + BATCH, end)])
      .orderBy('seq');
    yield rows.map((row) => `${canonicalJson(toExported(row))}\n`).join('');
  }
}

/** Names of the people whose ids stand in the trail and the engagement. */
async function peopleOf(db: Db, { id }: EngagementRow, { stream }: Trail): Promise<readonly object[]> {
  const { rows } = await db.raw<{ rows: readonly object[] }>(
    `select id, name from users where id in (
       select actor_id from audit_events where stream = :stream
       union select on_behalf_of_id from audit_events where stream = :stream
       union select owner_id from engagements where id = :id
       union select sponsor_id from engagements where id = :id
       union select value::uuid from engagements, jsonb_each_text(roles) where id = :id
     ) order by id`,
    { stream, id },
  );
  return rows;
}

async function* contractRecords(db: Db, { id }: EngagementRow): AsyncGenerator<ArchivePiece> {
  for (const version of await versionsOf(db, id)) yield json(`contract/version-${version.version}.json`, version);
  for (const { id: documentId, fileName, size, sha256 } of await documentsOf(db, id))
    yield { path: `documents/${documentId}/${safeFileName(fileName)}`, kept: { size, sha256 } };
  for (const { id: fileId, period, key, fileName, size, sha256 } of await handedInEvidence(db, id))
    yield { path: `evidence/${period}/${key}/${fileId}/${safeFileName(fileName)}`, kept: { size, sha256 } };
}

/** Its approvals with every decision, and the files that were named with them. */
async function* requestsOf(db: Db, { id }: EngagementRow): AsyncGenerator<ArchivePiece> {
  const ids: readonly string[] = await db('requests').where({ engagement_id: id }).orderBy('id').pluck('id');
  for (const requestId of ids) {
    const view = await requestView(db, requestId);
    if (!view) continue;
    yield json(`requests/${requestId}.json`, await requestRecords(db, view));
    yield* attachmentsOf(db, view);
  }
}

async function* attachmentsOf(db: Db, { id, attachments }: RequestView): AsyncGenerator<ArchivePiece> {
  for (const { id: fileId, fileName } of attachments) {
    const content = await attachmentContent(db, fileId);
    if (content) yield { path: `requests/${id}/${fileId}/${safeFileName(fileName)}`, content: [content] };
  }
}

async function* packsOf(db: Db, { id }: EngagementRow): AsyncGenerator<ArchivePiece> {
  for (const review of await reviewsOf(db, id)) {
    const stored = await packOf(db, review.id);
    if (stored) yield json(`reviews/${review.id}.json`, stored);
  }
}

async function* exitRecords(db: Db, engagement: EngagementRow): AsyncGenerator<ArchivePiece> {
  const statement = await settlementStatement(db, engagement);
  if (statement) yield json('settlement/statement.json', statement);
  for (const { id, key, mode, state, manifest, verification } of await listRuns(db, engagement.id))
    if (manifest) yield json(`migrations/${key}/${id}.json`, { id, key, mode, state, manifest, verification });
  for (const { key } of await listDatasets(db, engagement.id)) {
    const issued = await deletionCertificate(db, { engagementId: engagement.id, key });
    if (issued) yield json(`certificates/${key}.json`, issued.signed);
  }
}
