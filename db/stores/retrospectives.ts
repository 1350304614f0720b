import type { RetrospectiveRecord } from '../../domain/retrospective/retrospective';
import { RetrospectiveContent, RetrospectiveFacts } from '../../domain/retrospective/schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface Row {
  readonly engagement_id: string;
  readonly year: number;
  readonly from_date: string;
  readonly anniversary: string;
  readonly facts: unknown;
  readonly content: unknown;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
}

const toRetrospective = (row: Row): RetrospectiveRecord => ({
  engagementId: row.engagement_id,
  year: row.year,
  from: row.from_date,
  anniversary: row.anniversary,
  facts: RetrospectiveFacts.parse(row.facts),
  content: row.content === null ? null : RetrospectiveContent.parse(row.content),
  openedAt: row.opened_at.getTime(),
  closedAt: row.closed_at?.getTime() ?? null,
  closedBy: row.closed_by,
});

/** Opened once for each year: what was known then stays. */
export async function insertRetrospective(
  trx: Trx,
  record: Omit<RetrospectiveRecord, 'content' | 'closedAt' | 'closedBy'>,
): Promise<void> {
  await trx('retrospectives')
    .insert({
      engagement_id: record.engagementId,
      year: record.year,
      from_date: record.from,
      anniversary: record.anniversary,
      facts: JSON.stringify(record.facts),
      opened_at: new Date(record.openedAt),
    })
    .onConflict(['engagement_id', 'year'])
    .ignore();
}

export async function saveRetrospective(
  trx: Trx,
  { engagementId, year, content, closedAt, closedBy }: RetrospectiveRecord,
): Promise<void> {
  await trx('retrospectives')
    .where({ engagement_id: engagementId, year })
    .update({
      content: JSON.stringify(content),
      closed_at: closedAt === null ? null : new Date(closedAt),
      closed_by: closedBy,
    });
}

/** Newest year first. */
export const retrospectivesOf = (db: Db, engagementId: string): Promise<readonly RetrospectiveRecord[]> =>
  once(db, `retrospectivesOf ${engagementId}`, async () => {
    const rows = await db<Row>('retrospectives').where({ engagement_id: engagementId }).orderBy('year', 'desc');
    return rows.map(toRetrospective);
  });

export async function findRetrospective(
  db: Db,
  engagementId: string,
  year: number,
): Promise<RetrospectiveRecord | null> {
  const row = await db<Row>('retrospectives').where({ engagement_id: engagementId, year }).first();
  return row ? toRetrospective(row) : null;
}

export const openedYears = async (db: Db, engagementId: string): Promise<readonly number[]> =>
  (await retrospectivesOf(db, engagementId)).map(({ year }) => year);

/** Identity of the work of looking back. */
export const retrospectiveItemKey = (engagementId: string, year: number): string =>
  `retrospective:${engagementId}:${year}`;
