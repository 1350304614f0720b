import type { ChangeView, NewChange } from '../../domain/contract/amendment-schema';
import { toMoney } from '../../domain/money';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: NewChange;
  readonly cumulative_bp: number | null;
  readonly status: ChangeView['status'];
  readonly request_id: string | null;
  readonly amendment_id: string | null;
  readonly requested_by: string;
  readonly created_at: Date;
}

const toChange = (row: Row): ChangeView => ({
  ...row.definition,
  id: row.id,
  status: row.status,
  cumulativeBp: row.cumulative_bp,
  requestId: row.request_id,
  amendmentId: row.amendment_id,
  requestedById: row.requested_by,
  requestedAt: row.created_at.toISOString(),
});

export interface ProposedChange {
  readonly id: string;
  readonly engagementId: string;
  readonly definition: NewChange;
  readonly cumulativeBp: number | null;
  readonly requestId: string;
  readonly requestedById: string;
  readonly now: number;
}

export async function insertChange(trx: Trx, proposed: ProposedChange): Promise<void> {
  const at = new Date(proposed.now);
  await trx('change_requests')
    .insert({
      id: proposed.id,
      engagement_id: proposed.engagementId,
      definition: JSON.stringify(proposed.definition),
      cost_minor: toMoney(proposed.definition.costDelta).minor,
      cumulative_bp: proposed.cumulativeBp,
      status: 'pending',
      request_id: proposed.requestId,
      requested_by: proposed.requestedById,
      created_at: at,
      updated_at: at,
    })
    .onConflict('id')
    .ignore();
}

/** Oldest first. */
export async function changesOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly ChangeView[]> {
  const all = db<Row>('change_requests').where({ engagement_id: engagementId }).orderBy('id');
  const rows = await cutById(all, slice);
  return rows.map(toChange);
}

export async function decideChange(
  trx: Trx,
  requestId: string,
  decided: {
    readonly status: Exclude<ChangeView['status'], 'pending'>;
    readonly amendmentId?: string;
    readonly now: number;
  },
): Promise<void> {
  await trx('change_requests')
    .where({ request_id: requestId, status: 'pending' })
    .update({
      status: decided.status,
      amendment_id: decided.amendmentId ?? null,
      updated_at: new Date(decided.now),
    });
}

/** What an amendment has made binding is no longer on its way. Answers the changes that are in force by it. */
export async function bindChanges(trx: Trx, amendmentId: string, now: number): Promise<readonly ChangeView[]> {
  const bound = { amendment_id: amendmentId, status: 'amending' } as const;
  const rows = await trx<Row>('change_requests').where(bound).orderBy('id').forUpdate();
  await trx('change_requests')
    .where(bound)
    .update({ status: 'in-force', updated_at: new Date(now) });
  return rows.map((row) => toChange({ ...row, status: 'in-force' }));
}

/** Nobody has been asked: as if it had never been sent. */
export async function forgetChange(db: Db, id: string): Promise<void> {
  await db('change_requests').where({ id, status: 'pending' }).delete();
}
