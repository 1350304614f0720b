import { v7 as uuidv7 } from 'uuid';
import type { LedgerLine } from '../../domain/contract/credit-ledger';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly seq: string;
  readonly engagement_id: string;
  readonly period: string;
  readonly kpi: string;
  readonly kind: LedgerLine['kind'];
  readonly minor: string;
  readonly currency: string;
  readonly invoice: string;
  readonly claim_id: string | null;
  readonly created_at: Date;
}

export interface StoredCreditLine extends LedgerLine {
  readonly id: string;
  readonly currency: string;
  /** Month of the invoice on which it stands. */
  readonly invoice: string;
  readonly claimId: string | null;
  readonly createdAt: Date;
}

/** Every line of an engagement in the order in which they were written. */
export async function creditLinesOf(db: Db, engagementId: string): Promise<readonly StoredCreditLine[]> {
  const rows = await db<Row>('credit_lines').where({ engagement_id: engagementId }).orderBy('seq');
  return rows.map((row) => ({
    id: row.id,
    period: row.period,
    kpi: row.kpi,
    kind: row.kind,
    minor: Number(row.minor),
    currency: row.currency,
    invoice: row.invoice,
    claimId: row.claim_id,
    createdAt: row.created_at,
  }));
}

/** Lines of an engagement with nobody else writing any until the transaction ends. */
export async function lockCreditLines(trx: Trx, engagementId: string): Promise<readonly StoredCreditLine[]> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`credits:${engagementId}`]);
  return creditLinesOf(trx, engagementId);
}

export interface NewLines {
  readonly lines: readonly LedgerLine[];
  readonly currency: string;
  readonly invoice: string;
  readonly claimId?: string;
  readonly now: number;
}

export async function insertCreditLines(
  trx: Trx,
  engagementId: string,
  { lines, currency, invoice, claimId, now }: NewLines,
): Promise<void> {
  if (lines.length === 0) return;
  await trx('credit_lines').insert(
    lines.map(({ period, kpi, kind, minor }) => ({
      id: uuidv7(),
      engagement_id: engagementId,
      period,
      kpi,
      kind,
      minor,
      currency,
      invoice,
      claim_id: claimId ?? null,
      created_at: new Date(now),
    })),
  );
}

export interface CreditSum {
  readonly engagementId: string;
  readonly currency: string;
  /** Minor units, all of them positive where something was given: by levels that were missed, with later corrections. */
  readonly credited: number;
  readonly earnedBack: number;
  /** What is left of it, upheld claims taken away. */
  readonly net: number;
}

/** What the lines of engagements come to, by currency. */
export async function creditSums(db: Db, engagementIds: readonly string[]): Promise<readonly CreditSum[]> {
  const { rows }: { rows: { id: string; currency: string; credited: string; earned: string; net: string }[] } =
    await db.raw(
      `select engagement_id as id, currency,
         coalesce(sum(minor) filter (where kind in ('credit', 'correction')), 0) as credited,
         coalesce(-sum(minor) filter (where kind = 'earn-back'), 0) as earned, sum(minor) as net
       from credit_lines where engagement_id = any(?) group by engagement_id, currency order by engagement_id, currency`,
      [[...engagementIds]],
    );
  return rows.map(({ id, currency, credited, earned, net }) => ({
    ...{ engagementId: id, currency },
    ...{ credited: Number(credited), earnedBack: Number(earned), net: Number(net) },
  }));
}
