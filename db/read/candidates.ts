import type { Candidate, StoredQuote } from '../../domain/vendor/records';
import type { Db } from '../knex';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly vendor_id: string;
  readonly quote: StoredQuote | null;
}

export async function findCandidate(db: Db, id: string): Promise<Candidate | null> {
  const row = await db<Row>('candidates').where({ id }).first();
  return row ? { id: row.id, engagementId: row.engagement_id, vendorId: row.vendor_id, quote: row.quote } : null;
}
