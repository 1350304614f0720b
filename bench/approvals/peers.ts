import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { z } from 'zod';
import { ended, stop } from '../../bin/parts/processes';
import { ADMIN_TOKEN, type Product } from '../../test/e2e/product';
import { SCHEMA } from './plain-activities';
import { decideUpdate, openedUpdate, type plainApproval } from './plain-workflow';
import type { TestDatabase } from '../../test/database';

/** Whoever runs the same miniature: a request with one task is started, decided from outside, recorded, and ends. */
export interface Peer {
  readonly name: string;
  /** Until the task has its row; its name for the decision. */
  readonly start: () => Promise<string>;
  /** Until the decision is recorded. */
  readonly decide: (task: string) => Promise<void>;
  /** Processor time so far of all that works for it except Temporal and PostgreSQL, which both share. */
  readonly cpuMs: () => number;
}

/** With default settings, called by the client of the SDK, whose processor time counts as well. */
export async function withPlain(
  { address, database }: { readonly address: string; readonly database: TestDatabase },
  work: (peer: Peer) => Promise<void>,
): Promise<void> {
  await database.db.raw(SCHEMA);
  const script = join(__dirname, 'plain-worker.ts');
  const args = ['--import', 'tsx', script, address, database.url];
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await Promise.race([once(worker.stdout, 'data'), diedFirst(worker)]);
    const connection = await Connection.connect({ address });
    await work(plainPeer(new Client({ connection }), worker)).finally(() => connection.close());
  } finally {
    await stop(worker, 'SIGTERM', 20_000);
  }
}

async function diedFirst(worker: ChildProcess): Promise<never> {
  await ended(worker);
  throw new Error('the worker of the plain SDK ended before it was ready');
}

const plainPeer = ({ workflow }: Client, worker: ChildProcess): Peer => ({
  name: 'plain SDK',
  start: async () => {
    const id = `plain-${randomUUID()}`;
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof plainApproval>('plainApproval', {
      ...{ workflowId: id, taskQueue: 'plain', args: [id], workflowIdConflictPolicy: 'FAIL' },
    });
    await workflow.executeUpdateWithStart(openedUpdate, { startWorkflowOperation });
    return id;
  },
  decide: async (id) => {
    await workflow.getHandle(id).executeUpdate(decideUpdate, { args: ['approve'] });
  },
  cpuMs: () => cpuOf(worker.pid ?? 0) + (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
});

const Started = z.looseObject({
  steps: z.array(z.looseObject({ tasks: z.array(z.looseObject({ id: z.string() })) })),
});
const Created = z.looseObject({ id: z.string() });
const Token = z.looseObject({ token: z.string() });

/** As it is shipped, called over HTTP. */
export async function tenurePeer(product: Product): Promise<Peer> {
  const call = async (path: string, json: object, { token = ADMIN_TOKEN, method = 'POST' } = {}): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const answer = await fetch(`${product.base}/api/v1${path}`, { method, headers, body: JSON.stringify(json) });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { id } = Created.parse(
    await call('/users', { email: 'approver@bench.example', name: 'Approver', roles: ['manager'] }),
  );
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const { token } = Token.parse(await call(`/users/${id}/tokens`, { name: 'bench', expiresAt }));
  const step = { key: 's1', title: 'Check', mode: 'any', assignees: [{ user: id }], escalation: false };
  await call('/policies/bench', { title: 'bench', steps: [{ ...step, reminders: { max: 0 } }] }, { method: 'PUT' });
  const pids = [product.pidOf('api'), product.pidOf('worker')];
  return {
    name: 'Tenure',
    start: async () => {
      const body = { policyKey: 'bench', subject: { type: 'payment', title: `Pay ${randomUUID()}`, data: {} } };
      const { steps } = Started.parse(await call('/requests', body));
      const [task] = steps.flatMap(({ tasks }) => tasks);
      if (!task) throw new Error('the request was answered without its task');
      return task.id;
    },
    decide: async (taskId) => {
      const body = { action: 'approve', decisionId: randomUUID(), comment: 'as seen' };
      await call(`/tasks/${taskId}/actions`, body, { token });
    },
    cpuMs: () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0),
  };
}

const TICK_MS = 10;

/** User and system time of a process with its threads, from Linux's own account. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}
