import { Readable } from 'node:stream';
import type { DocumentStore } from '../../db/documents/store';
import { type ArchivePiece, archiveRecords, trailOf } from '../../db/read/archive-records';
import { signValue } from '../../db/signature';
import { type Archive, archiveView, findArchive, insertArchive } from '../../db/stores/archives';
import { appendAudit, type Channel, engagementStream, valueHash } from '../../db/stores/audit';
import { lockContent } from '../../db/stores/documents';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Trx } from '../../db/transaction';
import { DomainError } from '../../domain/errors';
import { archiveIndex } from '../../domain/exit/archive';
import type { ArchiveFile } from '../../domain/exit/archive-schema';
import { archivePapers } from './papers';

interface Order {
  readonly id: string;
  readonly actorId: string;
  readonly channel: Channel;
  readonly now: number;
  readonly store: DocumentStore;
  readonly rootKey: string;
}

export interface Built {
  readonly archive: Archive;
  /** False where the records were archived as they are before. */
  readonly fresh: boolean;
}

/** Puts every file of the archive into the document store, and keeps its signed index with an entry in the trail. */
export async function buildArchive(trx: Trx, engagement: EngagementRow, order: Order): Promise<Built> {
  const trail = await trailOf(trx, engagement.id);
  const files: ArchiveFile[] = [];
  for await (const piece of archiveRecords(trx, engagement, trail)) files.push(await keep(trx, piece, order.store));
  for await (const piece of archivePapers(trx, engagement)) files.push(await keep(trx, piece, order.store));
  const { id, number, title } = engagement;
  const content = archiveIndex({ engagement: { id, number, title }, trail }, files);
  const index = signValue(content, order.rootKey);
  const fresh = await insertArchive(trx, { id: order.id, index, builtById: order.actorId, now: order.now });
  const archive = await findArchive(trx, id, valueHash(content));
  if (!archive) throw new Error('an archive that was kept is there');
  if (fresh) await note(trx, engagement.id, { archive, order });
  return { archive, fresh };
}

async function keep(trx: Trx, piece: ArchivePiece, store: DocumentStore): Promise<ArchiveFile> {
  const { path } = piece;
  if ('kept' in piece) {
    await lockContent(trx, piece.kept.sha256);
    await checkKept(store, piece.kept.sha256);
    return { path, ...piece.kept };
  }
  const staged = await store.stage(Readable.from(piece.content), Number.MAX_SAFE_INTEGER);
  try {
    const { sha256, size } = staged;
    await lockContent(trx, sha256);
    await staged.keep();
    return { path, size, sha256 };
  } finally {
    await staged.discard();
  }
}

/** An archive never names what could not be handed out. */
async function checkKept(store: DocumentStore, sha256: string): Promise<void> {
  const content = await store.open(sha256);
  if (!content) throw new DomainError('UNAVAILABLE', 'A document is not in the document store; ask the operator.');
  content.destroy();
}

async function note(trx: Trx, engagementId: string, { archive, order }: { archive: Archive; order: Order }) {
  const { id: archiveId, sha256, files, bytes } = archiveView(archive);
  const entry = {
    key: `archive.built:${archiveId}`,
    at: order.now,
    type: 'archive.built',
    actorId: order.actorId,
    channel: order.channel,
    payload: { archiveId, sha256, files, bytes },
  };
  await appendAudit(trx, engagementStream(engagementId), [entry]);
}
