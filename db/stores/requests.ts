import { copiedIds } from '../../domain/approval/copies';
import type { Fact } from '../../domain/approval/events';
import type { RequestState, StepRun, Task } from '../../domain/approval/state';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { findSubject } from './subjects';

export { prepareRequest, saveSubject } from './subjects';

/** What changed since the last record, in the state of one version. */
export interface RequestRecord {
  readonly state: RequestState;
  readonly runs: readonly StepRun[];
  readonly tasks: readonly Task[];
}

/** The state of a request as its workflow last recorded it. */
export async function savedState(db: Db, id: string): Promise<RequestState | null> {
  const row = await db<{ id: string; state: RequestState }>('requests').where({ id }).first('state');
  return row?.state ?? null;
}

/** Mirrors the workflow's state; rows of an older version never overwrite newer ones. Answers with a newer version that it found. */
export async function saveRequest(trx: Trx, { state, runs, tasks }: RequestRecord): Promise<number | null> {
  const newer = await upsertRequest(trx, state);
  for (const run of runs) await upsertRun(trx, state, run);
  for (const task of tasks) await upsertTask(trx, state, task);
  return newer;
}

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

async function upsertRequest(trx: Trx, state: RequestState): Promise<number | null> {
  const subject = await findSubject(trx, state.id, state.subjectHash);
  const columns = {
    policy_version: state.policy?.version ?? 0,
    status: state.status,
    round: state.round,
    subject_hash: state.subjectHash,
    outcome_reason: state.outcomeReason,
    closed_at: instant(state.closedAt),
    expires_at: instant(state.expiresAt),
    cooling_off_until: instant(state.coolingOffUntil ?? null),
    frozen_since: instant(state.frozenSince ?? null),
    reports: JSON.stringify(state.reports ?? []),
    state: JSON.stringify(state),
    version: state.version,
  };
  const fixed = {
    id: state.id,
    gate: state.gate,
    engagement_id: subject?.engagement_id ?? null,
    policy_key: state.policyKey,
    requester_id: state.requesterId,
    started_at: new Date(state.startedAt),
  };
  const insert = trx('requests').insert({ ...fixed, ...columns });
  const conflict = insert.onConflict('id').merge(columns).where('requests.version', '<', state.version);
  const written: readonly object[] = await conflict.returning('id');
  const copies = copiedIds(state).map((userId) => ({ request_id: state.id, user_id: userId }));
  if (copies.length > 0) await trx('request_copies').insert(copies).onConflict().ignore();
  if (written.length > 0) return null;
  const kept = await trx<{ id: string; version: number }>('requests').where({ id: state.id }).first('version');
  return kept && kept.version > state.version ? kept.version : null;
}

async function upsertRun(trx: Trx, state: RequestState, run: StepRun): Promise<void> {
  const columns = { status: run.status, reason_code: run.reasonCode, version: state.version };
  const fixed = {
    request_id: state.id,
    run_id: run.id,
    key: run.key,
    title: run.title,
    round: run.round,
    mode: run.mode,
  };
  const seq = state.runs.findIndex(({ id }) => id === run.id);
  const insert = trx('request_runs').insert({ ...fixed, seq, ...columns });
  await insert.onConflict(['request_id', 'run_id']).merge(columns).where('request_runs.version', '<', state.version);
}

async function upsertTask(trx: Trx, state: RequestState, task: Task): Promise<void> {
  const columns = {
    status: task.status,
    decision: task.decision,
    reason_code: task.reasonCode,
    decision_id: task.decisionId,
    channel: task.channel,
    decided_at: instant(task.decidedAt),
    due_at: instant(task.clock.dueAt),
    waits_for: task.waitsFor,
    signing: task.signing === null ? null : JSON.stringify(task.signing),
    asked_by_id: task.askedById,
    version: state.version,
  };
  const fixed = {
    id: task.id,
    request_id: state.id,
    run_id: task.runId,
    round: state.runs.find(({ id }) => id === task.runId)?.round ?? state.round,
    assignee_id: task.assigneeId,
    owner_id: task.ownerId,
    on_behalf_of_id: task.onBehalfOfId,
    origin: task.origin,
    weight: task.weight,
    subject_hash: state.subjectHash,
    active_at: new Date(task.activeAt),
    asked_for: task.askedFor,
  };
  const insert = trx('request_tasks').insert({ ...fixed, ...columns });
  await insert.onConflict('id').merge(columns).where('request_tasks.version', '<', state.version);
}

export interface Remark {
  readonly key: string;
  readonly at: number;
  readonly round: number;
  readonly fact: Fact;
}

/** What people wrote: beside their decision, or about the request as a whole. */
export async function saveRemark(trx: Trx, requestId: string, { key, at, round, fact }: Remark): Promise<void> {
  const text = fact.comment?.trim();
  if (!text || fact.actorId === null) return;
  if (fact.taskId !== null) {
    await trx('request_tasks').where({ id: fact.taskId }).update({ comment: text });
    return;
  }
  await trx('request_comments')
    .insert({
      request_id: requestId,
      key,
      at: new Date(at),
      author_id: fact.actorId,
      round,
      text,
      mention_ids: mentionsOf(fact),
    })
    .onConflict()
    .ignore();
}

const mentionsOf = ({ payload: { mentionIds } }: Fact): string[] =>
  Array.isArray(mentionIds) ? mentionIds.map(String) : [];
