import { v7 as uuidv7 } from 'uuid';
import type { Db } from '../../db/knex';

interface Waiting {
  readonly personId: string;
  readonly title: string;
  readonly dueAt: number | null;
  readonly policyKey?: string;
}

/** A decision that waits for somebody, as rows alone: nothing decides it. */
export async function aWaitingDecision(db: Db, { personId, title, dueAt, policyKey = 'p' }: Waiting): Promise<string> {
  const [requestId, taskId, now] = [uuidv7(), uuidv7(), new Date()];
  const due = dueAt === null ? null : new Date(dueAt);
  await db('request_subjects').insert({ request_id: requestId, hash: 'h', type: 'payment', title, data: {}, roles: {}, created_at: now }); // prettier-ignore
  await db('requests').insert({ id: requestId, policy_key: policyKey, policy_version: 1, requester_id: personId, status: 'pending', round: 1, subject_hash: 'h', started_at: now, state: {}, version: 1 }); // prettier-ignore
  await db('request_runs').insert({ request_id: requestId, run_id: 'r', seq: 1, key: 'owner', title: 'Owner', round: 1, mode: 'any', status: 'active', version: 1 }); // prettier-ignore
  await db('request_tasks').insert({ id: taskId, request_id: requestId, run_id: 'r', round: 1, assignee_id: personId, owner_id: personId, origin: 'direct', weight: 1, status: 'active', subject_hash: 'h', active_at: now, due_at: due, version: 1 }); // prettier-ignore
  return requestId;
}
