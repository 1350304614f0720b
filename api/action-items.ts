import {
  type ActionAct,
  actionAccess,
  type ActionDoing,
  actionObjection,
  takeAction,
} from '../domain/action-item/acts';
import type { ActionItem } from '../domain/action-item/schema';
import { type ActionItemRecord } from '../domain/action-item/schema';
import { engagementAccess } from '../domain/engagement/access';
import { DomainError, fieldError } from '../domain/errors';
import { isInsider, mayManage, type Person } from '../domain/people/people';
import { findActionItem, lockActionItem, saveActionItem } from '../db/stores/action-items';
import { appendAudit, type Channel, engagementStream, MASTER_STREAM } from '../db/stores/audit';
import { findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import type { Db } from '../db/knex';
import { inTransaction, type Trx } from '../db/transaction';
import { teamOf } from './engagement-scope';
import { planAgain } from './plan-again';
import type { Services } from './services';

/** What everybody who may read an item sees of it. */
export const viewOf = ({
  key: _k,
  marks: _m,
  marksDone: _d,
  toldVersion: _t,
  alarm: _a,
  updatedAt: _u,
  ...item
}: ActionItemRecord): ActionItem => item;

/** Whether a person answers for the matter that an item belongs to. */
export async function answersFor(db: Db, item: ActionItem, person: Person): Promise<boolean> {
  if (item.engagementId === null) return mayManage(person);
  const engagement = await findEngagement(db, item.engagementId);
  return engagement !== null && engagementAccess('close', person, teamOf(engagement)) === null;
}

/** An item that the person may read: insiders all of them, people of a vendor their own. What one may not read does not exist. */
export async function readableItem(db: Db, id: string, person: Person): Promise<ActionItemRecord> {
  const item = await findActionItem(db, id);
  if (!item || !(isInsider(person) || item.assigneeId === person.id))
    throw new DomainError('NOT_FOUND', 'There is no such item.');
  return item;
}

export interface ItemDoing {
  readonly id: string;
  readonly act: ActionAct;
  readonly actor: Person;
  readonly channel: Channel;
  readonly text: string | null;
  readonly assigneeId?: string;
  readonly now: number;
  /** Identity of the call in the audit trail. */
  readonly newId: string;
}

/** Takes an item one step further; of two people at once the second meets what the first did. */
export async function actOnItem(deps: Pick<Services, 'db' | 'gateway' | 'log'>, doing: ItemDoing): Promise<ActionItem> {
  await readableItem(deps.db, doing.id, doing.actor);
  const item = await inTransaction(deps.db, (trx) => step(trx, doing));
  if (item.engagementId !== null) await planAgain(deps, item.engagementId);
  return item;
}

async function step(trx: Trx, doing: ItemDoing): Promise<ActionItem> {
  const { id, act, actor, text, assigneeId, now } = doing;
  const before = await lockActionItem(trx, id);
  if (!before) throw new DomainError('NOT_FOUND', 'There is no such item.');
  const answers = await answersFor(trx, before, actor);
  const refusal = actionAccess(act, { person: actor, item: before, answers }) ?? actionObjection(act, before);
  if (refusal) throw DomainError.from(refusal);
  if (act === 'assign') await checkAssignee(trx, assigneeId);
  const taken: ActionDoing = {
    act,
    by: actor.id,
    at: new Date(now).toISOString(),
    text,
    ...(assigneeId !== undefined && { assigneeId }),
  };
  const after = takeAction(viewOf(before), taken);
  await saveActionItem(trx, after, now);
  await audit(trx, after, doing);
  return after;
}

export async function checkAssignee(db: Db, id: string | undefined): Promise<void> {
  const person = id === undefined ? null : await findPerson(db, id);
  if (!person?.active) throw fieldError('assigneeId', 'is not an active person');
}

async function audit(trx: Trx, item: ActionItem, { act, actor, channel, text, now, newId }: ItemDoing): Promise<void> {
  const stream = item.engagementId === null ? MASTER_STREAM : engagementStream(item.engagementId);
  const payload = { item: item.id, kind: item.kind, title: item.title, state: item.state, text };
  await appendAudit(trx, stream, [
    { key: `action-item:${newId}`, at: now, type: `action-item.${act}`, actorId: actor.id, channel, payload },
  ]);
}
