import { ArchiveIndex, type ArchiveView } from '../../domain/exit/archive-schema';
import type { Signed } from '../../domain/exit/manifest';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { valueHash } from './audit';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly sha256: string;
  readonly signed_index: Signed<unknown>;
  readonly built_by: string;
  readonly built_at: Date;
}

export interface Archive extends Omit<ArchiveView, 'files' | 'bytes'> {
  readonly index: Signed<ArchiveIndex>;
}

const toArchive = (row: Row): Archive => ({
  id: row.id,
  sha256: row.sha256,
  index: { ...row.signed_index, content: ArchiveIndex.parse(row.signed_index.content) },
  builtById: row.built_by,
  builtAt: row.built_at.toISOString(),
});

export const archiveView = ({ index, ...archive }: Archive): ArchiveView => {
  const { files } = index.content;
  return { ...archive, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
};

export interface NewArchive {
  readonly id: string;
  readonly index: Signed<ArchiveIndex>;
  readonly builtById: string;
  readonly now: number;
}

/** Keeps an archive. False where the engagement has this very one already, which stays. */
export async function insertArchive(trx: Trx, made: NewArchive): Promise<boolean> {
  const { content } = made.index;
  const rows: unknown[] = await trx('archives')
    .insert({
      id: made.id,
      engagement_id: content.engagement.id,
      sha256: valueHash(content),
      signed_index: JSON.stringify(made.index),
      built_by: made.builtById,
      built_at: new Date(made.now),
    })
    .onConflict(['engagement_id', 'sha256'])
    .ignore()
    .returning('id');
  if (rows.length === 0) return false;
  const named = [...new Set(content.files.map(({ sha256 }) => sha256))];
  await trx.raw('insert into archive_contents (archive_id, sha256) select ?, unnest(?::text[])', [made.id, named]);
  return true;
}

/** The archive of an engagement with this hash of its index; the newest where none is named. */
export async function findArchive(db: Db, engagementId: string, sha256?: string): Promise<Archive | null> {
  const row = await db<Row>('archives')
    .where({ engagement_id: engagementId, ...(sha256 !== undefined && { sha256 }) })
    .orderBy('built_at', 'desc')
    .orderBy('id', 'desc')
    .first();
  return row ? toArchive(row) : null;
}
