import type { CreditClaim, NewClaim } from '../../domain/contract/credit-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly period: string;
  readonly kpi: string;
  readonly cause: CreditClaim['cause'];
  readonly reason: string;
  readonly evidence: string | null;
  readonly raised_by: string;
  readonly raised_at: Date;
  readonly status: CreditClaim['status'];
  readonly request_id: string;
}

const toClaim = (row: Row): CreditClaim => ({
  id: row.id,
  period: row.period,
  kpi: row.kpi,
  cause: row.cause,
  reason: row.reason,
  evidence: row.evidence,
  raisedById: row.raised_by,
  raisedAt: row.raised_at.toISOString(),
  status: row.status,
  requestId: row.request_id,
});

/** Oldest first. */
export async function claimsOf(db: Db, engagementId: string): Promise<readonly CreditClaim[]> {
  const rows = await db<Row>('credit_claims').where({ engagement_id: engagementId }).orderBy('id');
  return rows.map(toClaim);
}

export async function claimOfRequest(db: Db, requestId: string): Promise<CreditClaim | null> {
  const row = await db<Row>('credit_claims').where({ request_id: requestId }).first();
  return row ? toClaim(row) : null;
}

export interface RaisedClaim {
  readonly id: string;
  readonly engagementId: string;
  readonly claim: NewClaim;
  readonly raisedById: string;
  readonly now: number;
}

/** The request that decides about a claim has the same id. */
export async function insertClaim(trx: Trx, { id, engagementId, claim, raisedById, now }: RaisedClaim): Promise<void> {
  const { period, kpi, cause, reason, evidence = null } = claim;
  await trx('credit_claims')
    .insert({
      id,
      engagement_id: engagementId,
      period,
      kpi,
      cause,
      reason,
      evidence,
      raised_by: raisedById,
      raised_at: new Date(now),
      status: 'open',
      request_id: id,
    })
    .onConflict('id')
    .ignore();
}

/** Answers whether it was still open. */
export async function settleClaim(
  trx: Trx,
  id: string,
  { status, now }: { readonly status: 'upheld' | 'rejected'; readonly now: number },
): Promise<boolean> {
  const changed = await trx('credit_claims')
    .where({ id, status: 'open' })
    .update({ status, settled_at: new Date(now) });
  return changed > 0;
}

/** A claim whose approval could not be asked for is none. */
export async function forgetClaim(db: Db, id: string): Promise<void> {
  await db('credit_claims').where({ id, status: 'open' }).delete();
}

const WAIT_MS = 60_000;

/** Claims whose approval was never asked for, because the call that brought them broke off. */
export async function forgetUnaskedClaims(trx: Trx, engagementId: string, now: number): Promise<void> {
  await trx('credit_claims')
    .where({ engagement_id: engagementId, status: 'open' })
    .andWhere('raised_at', '<', new Date(now - WAIT_MS))
    .whereNotExists(trx('requests').select(trx.raw('1')).whereRaw('requests.id = credit_claims.request_id'))
    .delete();
}
