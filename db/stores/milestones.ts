import { lastRound, type Milestone, openRequestOf } from '../../domain/milestone/milestone';
import { toMoney, toMoneyText } from '../../domain/money';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly due: string;
  /** A bigint comes as text. */
  readonly fee_minor: string | null;
  readonly currency: string | null;
  readonly criteria: Milestone['criteria'];
  readonly policy_key: string | null;
  readonly contractual: boolean;
  readonly state: Milestone['state'];
  readonly rounds: Milestone['rounds'];
  readonly cancelled: Milestone['cancelled'];
  readonly created_by: string;
  readonly created_at: Date;
  readonly said: string[];
  readonly version: number;
}

const toMilestone = (row: Row): Milestone => ({
  id: row.id,
  number: row.number,
  engagementId: row.engagement_id,
  title: row.title,
  description: row.description,
  due: row.due,
  fee:
    row.fee_minor === null || row.currency === null
      ? null
      : toMoneyText({ minor: Number(row.fee_minor), currency: row.currency }),
  criteria: row.criteria,
  policyKey: row.policy_key,
  contractual: row.contractual,
  state: row.state,
  rounds: row.rounds,
  cancelled: row.cancelled,
  createdBy: row.created_by,
  createdAt: row.created_at.getTime(),
  said: row.said,
  version: row.version,
});

const columns = (milestone: Milestone) => {
  const fee = milestone.fee && toMoney(milestone.fee);
  return {
    title: milestone.title,
    description: milestone.description,
    due: milestone.due,
    fee_minor: fee?.minor ?? null,
    currency: fee?.currency ?? null,
    criteria: JSON.stringify(milestone.criteria),
    policy_key: milestone.policyKey,
    contractual: milestone.contractual,
    state: milestone.state,
    rounds: JSON.stringify(milestone.rounds),
    request_id: lastRound(milestone)?.requestId ?? null,
    cancelled: milestone.cancelled ? JSON.stringify(milestone.cancelled) : null,
    said: [...milestone.said],
    version: milestone.version,
  };
};

/** The number of the next milestone; the engagement is held by the caller. */
export async function nextMilestoneNumber(trx: Trx, engagementId: string): Promise<number> {
  const row = await trx<Row>('milestones')
    .where({ engagement_id: engagementId })
    .max<{ max: number | null }>('number')
    .first();
  return (row?.max ?? 0) + 1;
}

/** A repetition under the same id changes nothing. */
export async function insertMilestone(trx: Trx, milestone: Milestone): Promise<void> {
  const at = new Date(milestone.createdAt);
  await trx('milestones')
    .insert({
      id: milestone.id,
      engagement_id: milestone.engagementId,
      number: milestone.number,
      created_by: milestone.createdBy,
      created_at: at,
      updated_at: at,
      ...columns(milestone),
    })
    .onConflict('id')
    .ignore();
}

export async function saveMilestone(trx: Trx, milestone: Milestone, now: number): Promise<void> {
  await trx('milestones')
    .where({ id: milestone.id })
    .update({ ...columns(milestone), updated_at: new Date(now) });
}

export async function findMilestone(db: Db, id: string): Promise<Milestone | null> {
  const row = await db<Row>('milestones').where({ id }).first();
  return row ? toMilestone(row) : null;
}

/** The same, held against others who act on it. */
export async function lockMilestone(trx: Trx, id: string): Promise<Milestone | null> {
  const row = await trx<Row>('milestones').where({ id }).forUpdate().first();
  return row ? toMilestone(row) : null;
}

/** The milestone whose acceptance a request decides, held; null once that has been settled. */
export async function lockMilestoneOfRequest(trx: Trx, requestId: string): Promise<Milestone | null> {
  const row = await trx<Row>('milestones').whereRaw('request_id = ?', [requestId]).forUpdate().first();
  const milestone = row ? toMilestone(row) : null;
  return milestone && openRequestOf(milestone) === requestId ? milestone : null;
}

/** In the order of their numbers. */
export async function milestonesOf(db: Db, engagementId: string): Promise<readonly Milestone[]> {
  return (await db<Row>('milestones').where({ engagement_id: engagementId }).orderBy('number')).map(toMilestone);
}

/** Of several engagements, each in the order of its numbers. */
export async function milestonesOfAll(db: Db, engagementIds: readonly string[]): Promise<readonly Milestone[]> {
  const rows = await db<Row>('milestones')
    .whereIn('engagement_id', [...engagementIds])
    .orderBy([{ column: 'engagement_id' }, { column: 'number' }]);
  return rows.map(toMilestone);
}

/** Those of which something may still be said: those that the vendor owes, and the end of others. */
export async function milestonesToSpeakOf(db: Db, engagementId: string): Promise<readonly Milestone[]> {
  const rows = await db<Row>('milestones')
    .where({ engagement_id: engagementId })
    .whereRaw("(state in ('planned', 'rejected') or (state in ('accepted', 'cancelled') and not state = any(said)))")
    .orderBy('number');
  return rows.map(toMilestone);
}

export interface MilestoneFilter {
  readonly engagementId: string;
  readonly state: Milestone['state'] | undefined;
  /** Number of the last milestone seen. */
  readonly after: number;
  readonly limit: number;
}

/** In the order of their numbers. */
export async function listMilestones(db: Db, filter: MilestoneFilter): Promise<readonly Milestone[]> {
  const query = db<Row>('milestones')
    .where({ engagement_id: filter.engagementId })
    .andWhere('number', '>', filter.after)
    .orderBy('number')
    .limit(filter.limit);
  if (filter.state) void query.andWhere({ state: filter.state });
  return (await query).map(toMilestone);
}

/** Those due in [from, to) that were not given up. */
export async function milestonesDue(
  db: Db,
  engagementId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly Milestone[]> {
  const rows = await db<Row>('milestones')
    .where({ engagement_id: engagementId })
    .andWhere('due', '>=', from)
    .andWhere('due', '<', to)
    .whereNot({ state: 'cancelled' });
  return rows.map(toMilestone);
}
