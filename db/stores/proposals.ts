import type { Proposal, ProposalKind, ProposalState } from '../../domain/duties/proposal-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly kind: ProposalKind;
  readonly key: string;
  readonly base_version: number;
  readonly body: Proposal['body'];
  readonly state: ProposalState;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly settled_by: string | null;
  readonly settled_at: Date | null;
  readonly comment: string | null;
}

const toProposal = (row: Row): Proposal => ({
  id: row.id,
  kind: row.kind,
  key: row.key,
  baseVersion: row.base_version,
  body: row.body,
  state: row.state,
  proposedById: row.proposed_by,
  proposedAt: row.proposed_at.toISOString(),
  settledById: row.settled_by,
  settledAt: row.settled_at?.toISOString() ?? null,
  comment: row.comment,
});

export interface NewProposal extends Pick<Proposal, 'id' | 'kind' | 'key' | 'baseVersion' | 'proposedById'> {
  readonly body: object;
  readonly now: number;
}

/** Answers whether it was kept; it is not while another one of the same thing is open. */
export async function insertProposal(trx: Trx, proposal: NewProposal): Promise<boolean> {
  const { id, kind, key, baseVersion, body, proposedById, now } = proposal;
  const columns = { id, kind, key, base_version: baseVersion, body: JSON.stringify(body), proposed_by: proposedById };
  const rows = await trx('proposals')
    .insert({ ...columns, proposed_at: new Date(now) })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id');
  return rows.length === 1;
}

export async function findProposal(db: Db, id: string): Promise<Proposal | null> {
  const row = await db<Row>('proposals').where({ id }).first();
  return row ? toProposal(row) : null;
}

/** Held to the end of the transaction: it is settled once. */
export async function lockProposal(trx: Trx, id: string): Promise<Proposal | null> {
  const row = await trx<Row>('proposals').where({ id }).forUpdate().first();
  return row ? toProposal(row) : null;
}

export interface ProposalFilter {
  readonly state?: ProposalState | undefined;
  readonly kind?: ProposalKind;
  readonly key?: string;
  readonly after: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listProposals(db: Db, filter: ProposalFilter): Promise<readonly Proposal[]> {
  const { state, kind, key, after, limit } = filter;
  const query = db<Row>('proposals')
    .where({ ...(state && { state }), ...(kind && { kind }), ...(key !== undefined && { key }) })
    .orderBy('id', 'desc')
    .limit(limit);
  if (after !== null) void query.where('id', '<', after);
  return (await query).map(toProposal);
}

export interface Settled {
  readonly id: string;
  readonly state: Exclude<ProposalState, 'open'>;
  readonly byId: string;
  readonly comment: string | null;
  readonly now: number;
}

export async function settleProposal(trx: Trx, { id, state, byId, comment, now }: Settled): Promise<void> {
  await trx('proposals')
    .where({ id, state: 'open' })
    .update({ state, settled_by: byId, settled_at: new Date(now), comment });
}
