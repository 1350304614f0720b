import type { Knex } from 'knex';

/** Service credits line by line as they stand on invoices, never edited; and claims against them with their approvals. */
export async function serviceCreditLines(db: Knex): Promise<void> {
  await db.raw(`
    create table credit_claims (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      period text not null,
      kpi text not null,
      cause text not null check (cause in ('force-majeure', 'client-caused', 'dispute')),
      reason text not null,
      evidence text,
      raised_by uuid not null references users (id),
      raised_at timestamptz not null,
      status text not null check (status in ('open', 'upheld', 'rejected')),
      request_id uuid not null,
      settled_at timestamptz
    );
    create unique index credit_claims_open on credit_claims (engagement_id, period, kpi) where status = 'open';
    create unique index credit_claims_request on credit_claims (request_id);

    create table credit_lines (
      id uuid primary key,
      seq bigint generated always as identity,
      engagement_id uuid not null references engagements (id),
      period text not null,
      kpi text not null,
      kind text not null check (kind in ('credit', 'correction', 'earn-back', 'claim')),
      minor bigint not null,
      currency text not null,
      invoice text not null,
      claim_id uuid references credit_claims (id),
      created_at timestamptz not null
    );
    create index credit_lines_engagement on credit_lines (engagement_id, seq);
    create unique index credit_lines_first on credit_lines (engagement_id, period, kpi) where kind = 'credit';
    create unique index credit_lines_claim on credit_lines (claim_id) where claim_id is not null;
  `);
}
