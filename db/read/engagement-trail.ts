import type { Db } from '../knex';
import { type AuditRow, engagementStream } from '../stores/audit';
import { type AuditLine, lineOf } from './audit';

/** The newest entries of an engagement's trail before entry `before`, newest first. */
export async function engagementTrail(
  db: Db,
  engagementId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const query = db<AuditRow>('audit_events')
    .where({ stream: engagementStream(engagementId) })
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== null) void query.where('seq', '<', before);
  return (await query).map(lineOf);
}
