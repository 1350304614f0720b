import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { z } from 'zod';
import { ADMIN_TOKEN, type Product } from '../../test/e2e/product';
import { SCHEMA } from './plain-activities';
import { decideUpdate, openedUpdate, type plainApproval } from './plain-workflow';
import { cpuOf, pause, Service } from './service';
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
  /** The same with Temporal and PostgreSQL, where somebody counts that. */
  readonly wholeCpuMs?: () => number;
}

export interface Places {
  readonly address: string;
  readonly database: TestDatabase;
}

/** With processes of its own that end with it, and one that executes, which can be ended the hard way. */
export interface OpenPeer extends Peer {
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** With default settings, called by the client of the SDK, whose processor time counts as well. */
export async function plainPeer({ address, database }: Places): Promise<OpenPeer> {
  await database.db.raw(SCHEMA);
  const args = ['--import', 'tsx', join(__dirname, 'plain-worker.ts'), address, database.url];
  const worker = await Service.start({ name: 'the worker of the plain SDK', program: process.execPath, args });
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  return {
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
    cpuMs: () => cpuOf(worker.pid) + (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
    crash: () => worker.crash(),
    stop: () => connection.close().finally(() => worker.stop()),
  };
}

const Started = z.looseObject({
  steps: z.array(z.looseObject({ tasks: z.array(z.looseObject({ id: z.string() })) })),
});
const Created = z.looseObject({ id: z.string() });
const Token = z.looseObject({ token: z.string() });

/** Until it is gone, as for the other peers. */
async function killed(product: Product): Promise<void> {
  const pid = product.pidOf('worker');
  product.kill('worker');
  while (existsSync(`/proc/${pid}`)) await pause(5);
}

const TRIES = 20;

/** As an answer of 503 says: nothing is lost, try again; the time goes on. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  let answer = await ask();
  for (let tries = 0; answer.status === 503 && tries < TRIES; tries += 1) answer = await ask();
  return answer;
}

/** Starts and decides over HTTP, each call by the address that is given for it; with a person and a policy of its own. */
export async function tenureCalls(baseOf: () => string): Promise<Pick<Peer, 'start' | 'decide'>> {
  const call = async (path: string, json: object, { token = ADMIN_TOKEN, method = 'POST' } = {}): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const asked = { method, headers, body: JSON.stringify(json) };
    const answer = await patiently(() => fetch(`${baseOf()}/api/v1${path}`, asked));
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
  return {
    start: async () => {
      const body = { policyKey: 'bench', subject: { type: 'payment', title: `Pay ${randomUUID()}`, data: {} } };
      const { steps } = Started.parse(await call('/requests', body));
      const [task] = steps.flatMap(({ tasks }) => tasks);
      if (!task) throw new Error('the request was answered without its task');
      return task.id;
    },
    decide: async (taskId) => {
      // Whoever asks again means the same decision.
      const body = { action: 'approve', decisionId: taskId, comment: 'as seen' };
      await call(`/tasks/${taskId}/actions`, body, { token });
    },
  };
}

/** As it is shipped. */
export async function tenurePeer(product: Product): Promise<OpenPeer> {
  const calls = await tenureCalls(() => product.base);
  const pids = [product.pidOf('api'), product.pidOf('worker')];
  return {
    name: 'Tenure',
    ...calls,
    cpuMs: () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0),
    crash: () => killed(product),
    stop: () => product.stop(),
  };
}
