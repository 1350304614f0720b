import type { Knex } from 'knex';

/** The contract of an engagement, what was decided about its renewal, risks, alarms, incidents and early-warning signals. */
export async function contract(db: Knex): Promise<void> {
  await db.raw(`
    create table contracts (
      engagement_id uuid primary key references engagements (id),
      terms jsonb not null,
      version integer not null,
      updated_at timestamptz not null
    );

    create table contract_signatures (
      engagement_id uuid not null references engagements (id),
      party text not null check (party in ('us', 'vendor')),
      signatory text not null,
      signed_at timestamptz not null,
      recorded_at timestamptz not null,
      primary key (engagement_id, party)
    );

    create table renewal_ledger (
      engagement_id uuid not null references engagements (id),
      term_end date not null,
      kind text not null check (kind in ('renew', 'renegotiate', 'exit', 'auto_renewed', 'expired')),
      request_id uuid,
      recorded_at timestamptz not null,
      primary key (engagement_id, term_end, kind)
    );

    create table risks (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index risks_engagement on risks (engagement_id, id);

    create table alarms (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      rule text not null,
      subject text not null,
      severity text not null check (severity in ('amber', 'red')),
      state text not null check (state in ('open', 'acknowledged', 'mitigating', 'closed')),
      evidence jsonb not null,
      comments jsonb not null default '[]',
      ack_due_at timestamptz not null,
      opened_at timestamptz not null,
      updated_at timestamptz not null
    );
    create unique index alarms_one_open on alarms (engagement_id, rule, subject) where state <> 'closed';
    create index alarms_engagement on alarms (engagement_id, id);

    create table incidents (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      created_at timestamptz not null
    );
    create index incidents_engagement on incidents (engagement_id, id);

    create table signals (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      created_at timestamptz not null
    );
    create index signals_engagement on signals (engagement_id, id);
  `);
}
