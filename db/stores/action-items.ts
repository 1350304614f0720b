import type { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import type { ActionItemKind, ActionItemState } from '../../domain/action-item/kinds';
import { marksOf } from '../../domain/action-item/marks';
import type { ActionItem, ActionItemRecord } from '../../domain/action-item/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface OpenItem {
  /** Business identity: opening it again changes nothing. */
  readonly key: string;
  readonly engagementId?: string | null;
  readonly vendorId?: string | null;
  readonly kind: ActionItemKind;
  readonly title?: string | null;
  readonly assigneeId: string;
  readonly approverId?: string | null;
  readonly escalateIds?: readonly string[];
  /** Epoch milliseconds: from when on it is work, and until when. */
  readonly opensAt: number;
  readonly dueAt: number;
  /** Days before the due date on which it is recalled; a week and a day where nothing is said. */
  readonly remindDays?: readonly number[];
  readonly remindHours?: readonly number[];
  /** Raised when it is overdue. */
  readonly alarm?: ActionItemRecord['alarm'];
  readonly now: number;
}

/** Opens an item unless its key is known; answers the new id, or null. Tell the engagement's monitoring to plan again. */
export async function openActionItem(trx: Trx, item: OpenItem): Promise<string | null> {
  const at = new Date(item.now);
  const rows: { id: string }[] = await trx('action_items')
    .insert({
      id: uuidv7(),
      key: item.key,
      engagement_id: item.engagementId ?? null,
      vendor_id: item.vendorId ?? null,
      kind: item.kind,
      title: item.title ?? null,
      assignee_id: item.assigneeId,
      approver_id: item.approverId ?? null,
      escalate_ids: [...new Set(item.escalateIds)].filter((id) => id !== item.assigneeId),
      opens_at: new Date(item.opensAt),
      due_at: new Date(item.dueAt),
      marks: marksOf(item).map((mark) => new Date(mark)),
      alarm: item.alarm ? JSON.stringify(item.alarm) : null,
      state: 'open',
      created_at: at,
      updated_at: at,
    })
    .onConflict('key')
    .ignore()
    .returning('id');
  return rows[0]?.id ?? null;
}

interface Row {
  readonly id: string;
  readonly key: string;
  readonly engagement_id: string | null;
  readonly vendor_id: string | null;
  readonly kind: ActionItemKind;
  readonly title: string | null;
  readonly assignee_id: string;
  readonly approver_id: string | null;
  readonly escalate_ids: string[];
  readonly opens_at: Date;
  readonly due_at: Date;
  readonly marks: Date[];
  readonly marks_done: number;
  readonly alarm: ActionItemRecord['alarm'];
  readonly state: ActionItemState;
  readonly comment: string | null;
  readonly submitted_by: string | null;
  readonly waiver: ActionItem['waiver'];
  readonly closed_by: string | null;
  readonly closed_at: Date | null;
  readonly version: number;
  readonly told_version: number;
  readonly updated_at: Date;
}

const toRecord = (row: Row): ActionItemRecord => ({
  id: row.id,
  key: row.key,
  engagementId: row.engagement_id,
  vendorId: row.vendor_id,
  kind: row.kind,
  title: row.title,
  assigneeId: row.assignee_id,
  approverId: row.approver_id,
  escalateIds: row.escalate_ids,
  opensAt: row.opens_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  marks: row.marks.map((mark) => mark.getTime()),
  marksDone: row.marks_done,
  alarm: row.alarm,
  state: row.state,
  comment: row.comment,
  submittedBy: row.submitted_by,
  waiver: row.waiver,
  closedBy: row.closed_by,
  closedAt: row.closed_at?.toISOString() ?? null,
  version: row.version,
  toldVersion: row.told_version,
  updatedAt: row.updated_at.toISOString(),
});

export async function findActionItem(db: Db, id: string): Promise<ActionItemRecord | null> {
  const row = await db<Row>('action_items').where({ id }).first();
  return row ? toRecord(row) : null;
}

export async function lockActionItem(trx: Trx, id: string): Promise<ActionItemRecord | null> {
  const row = await trx<Row>('action_items').where({ id }).forUpdate().first();
  return row ? toRecord(row) : null;
}

/** Writes what people may change about an item. */
export async function saveActionItem(trx: Trx, item: ActionItem, now: number): Promise<void> {
  await trx('action_items')
    .where({ id: item.id })
    .update({
      assignee_id: item.assigneeId,
      state: item.state,
      comment: item.comment,
      submitted_by: item.submittedBy,
      waiver: item.waiver ? JSON.stringify(item.waiver) : null,
      closed_by: item.closedBy,
      closed_at: item.closedAt === null ? null : new Date(item.closedAt),
      version: item.version,
      updated_at: new Date(now),
    });
}

/** Notes what has been said about an item. */
export async function noteSaid(
  trx: Trx,
  id: string,
  { toldVersion, marksDone }: Pick<ActionItemRecord, 'toldVersion' | 'marksDone'>,
): Promise<void> {
  await trx('action_items').where({ id }).update({ told_version: toldVersion, marks_done: marksDone });
}

/** Items of one kind of an engagement, whatever became of them. */
export async function itemsOfKind(
  db: Db,
  engagementId: string,
  kind: ActionItemKind,
): Promise<readonly ActionItemRecord[]> {
  const rows = await db<Row>('action_items').where({ engagement_id: engagementId, kind }).orderBy('id');
  return rows.map(toRecord);
}

/** Work that is not closed, in SQL. */
export const PENDING = "state in ('open', 'submitted')";

/** Open work of an engagement, first due first. */
export async function pendingItems(db: Db, engagementId: string): Promise<readonly ActionItemRecord[]> {
  const rows = await db<Row>('action_items')
    .where({ engagement_id: engagementId })
    .whereRaw(PENDING)
    .orderBy(['due_at', 'id']);
  return rows.map(toRecord);
}

/** Open work that belongs to no engagement and may have something due. */
export async function pendingWithoutEngagement(db: Db): Promise<readonly ActionItemRecord[]> {
  const rows = await db<Row>('action_items').whereNull('engagement_id').whereRaw(PENDING).orderBy(['due_at', 'id']);
  return rows.map(toRecord);
}

export interface ActionItemFilter {
  readonly assigneeId?: string | undefined;
  readonly engagementId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly state?: ActionItemState | undefined;
  readonly pending?: boolean | undefined;
  readonly overdueAt?: number | undefined;
  readonly after: { readonly dueAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** First due first. */
export async function listActionItems(db: Db, filter: ActionItemFilter): Promise<readonly ActionItemRecord[]> {
  const query = db<Row>('action_items').orderBy(['due_at', 'id']).limit(filter.limit);
  if (filter.assigneeId) void query.where({ assignee_id: filter.assigneeId });
  if (filter.engagementId) void query.where({ engagement_id: filter.engagementId });
  if (filter.vendorId) void query.where({ vendor_id: filter.vendorId });
  if (filter.state) void query.whereRaw('state = ?', [filter.state]);
  if (filter.pending) void query.whereRaw(PENDING);
  if (filter.overdueAt !== undefined) void query.where('due_at', '<', new Date(filter.overdueAt));
  if (filter.after) void query.whereRaw('(due_at, id) > (?, ?)', [filter.after.dueAt, filter.after.id]);
  return (await query).map(toRecord);
}

/** Whatever is still open ends with the matter it belongs to. */
export const cancelPendingItems = (trx: Trx, engagementId: string, now: number): Promise<void> =>
  cancel(trx('action_items').where({ engagement_id: engagementId }), now);

/** Work whose day has moved is no longer asked for. */
export const cancelItems = (trx: Trx, ids: readonly string[], now: number): Promise<void> =>
  cancel(trx('action_items').whereIn('id', [...ids]), now);

async function cancel(items: Knex.QueryBuilder, now: number): Promise<void> {
  const at = new Date(now);
  await items.whereRaw(PENDING).update({ state: 'cancelled', closed_at: at, updated_at: at }).increment('version');
}

/** What an item asked for has happened in another way. */
export async function endItem(trx: Trx, key: string, now: number): Promise<void> {
  const at = new Date(now);
  await trx('action_items')
    .where({ key })
    .whereRaw(PENDING)
    .update({ state: 'done', closed_at: at, version: trx.raw('version + 1'), updated_at: at });
}

/** Somebody leaves: their open work goes to a successor. */
export async function handOverItems(
  trx: Trx,
  { from, to, now }: { from: string; to: string; now: number },
): Promise<void> {
  const change = { version: trx.raw('version + 1'), updated_at: new Date(now) };
  await trx('action_items')
    .where({ assignee_id: from })
    .whereRaw(PENDING)
    .update({ assignee_id: to, ...change });
  await trx('action_items')
    .where({ approver_id: from })
    .whereRaw(PENDING)
    .update({ approver_id: to, ...change });
}

/** Engagements in which something should have been said about an item before the instant. */
export async function engagementsWithLateItems(db: Db, before: number): Promise<readonly string[]> {
  const at = new Date(before);
  return db('action_items')
    .whereNotNull('engagement_id')
    .whereRaw(PENDING)
    .whereRaw('((told_version < version and greatest(opens_at, updated_at) < ?) or marks[marks_done + 1] < ?)', [
      at,
      at,
    ])
    .distinct('engagement_id')
    .limit(1_000)
    .pluck('engagement_id');
}
