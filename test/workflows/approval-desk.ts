import { randomUUID } from 'node:crypto';
import { ApplicationFailure, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../activities';
import { approvalActivities } from '../../activities/approval';
import type { Deps, Letter } from '../../activities/deps';
import { noticeActivities } from '../../activities/notice';
import { requestMailActivities } from '../../activities/request-mail';
import type { Act, TaskAct } from '../../domain/approval/events';
import type { RequestView } from '../../domain/approval/request-schema';
import { PolicyBody } from '../../domain/approval/schema';
import type { Role } from '../../domain/people/people';
import { requestView } from '../../db/read/requests';
import { insertPerson } from '../../db/stores/people';
import { addPolicyVersion } from '../../db/stores/policies';
import { prepareRequest } from '../../db/stores/requests';
import type { Doing, Done } from '../../workflows/approval-messages';
import type { TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { ownQueue, type TestTemporal, testWorker } from '../temporal';

/** A mail relay that can be slow, away, or fine, and remembers what it took. */
export class Relay {
  readonly taken: Letter[] = [];
  attempts = 0;
  mode: 'fine' | 'away' = 'fine';
  private waiting: (() => void)[] = [];

  async send(letter: Letter): Promise<void> {
    this.attempts += 1;
    if (this.mode === 'away') throw new Error('421 come back later');
    this.taken.push(letter);
    this.waiting.splice(0).forEach((wake) => wake());
    return Promise.resolve();
  }

  /** Resolves once a mail has been taken that fits. */
  async until(fits: (letter: Letter) => boolean): Promise<Letter> {
    for (;;) {
      const found = this.taken.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}

/** What the workers do besides approvals. */
export type MoreActivities = (deps: Deps) => Partial<Activities>;

export const NOW = Date.parse('2026-11-23T09:00:00Z');

/** People, policies and requests of a test over real PostgreSQL and Temporal. */
export class ApprovalDesk {
  readonly relay = new Relay();
  readonly queue = ownQueue();
  readonly people: Record<string, string> = {};
  readonly deps: Deps;

  constructor(
    readonly temporal: TestTemporal,
    readonly database: TestDatabase,
    private readonly more: MoreActivities = () => ({}),
  ) {
    this.deps = {
      db: database.db,
      mailer: this.relay,
      documents: noDocuments.store,
      secrets: ['s'.repeat(32)],
      publicUrl: 'https://tenure.example',
      mailFrom: 'Tenure <tenure@tenure.example>',
    };
  }

  activities() {
    return {
      ...approvalActivities(this.deps),
      ...requestMailActivities(this.deps),
      ...noticeActivities(this.deps),
      ...this.more(this.deps),
    };
  }

  /** One worker for decisions, one for mail, as in production. */
  workers() {
    const activities = this.activities();
    return Promise.all([
      testWorker(this.temporal, { taskQueue: this.queue, activities }),
      testWorker(this.temporal, { taskQueue: `${this.queue}-mail`, activities }),
    ]);
  }

  async hire(name: string, roles: readonly Role[] = [], managerId: string | null = null): Promise<string> {
    const id = uuidv7();
    const email = `${name.toLowerCase()}-${id.slice(-6)}@example.org`;
    const person = {
      id,
      email,
      name,
      locale: 'en',
      timeZone: 'UTC',
      roles,
      managerId,
      departmentId: null,
      active: true,
      digest: false,
    } as const;
    await insertPerson(this.database.db, person, NOW);
    this.people[name] = id;
    return id;
  }

  id(name: string): string {
    return this.people[name] ?? name;
  }

  async policy(steps: readonly object[], settings: object = {}): Promise<string> {
    const key = `p-${randomUUID().slice(0, 8)}`;
    const body = PolicyBody.parse({ title: 'Policy', settings, steps });
    await this.database.db.transaction((trx) => addPolicyVersion(trx, { key, body, actorId: this.id('R'), now: NOW }));
    return key;
  }

  step(people: readonly string[], part: object = {}): object {
    return {
      key: 's1',
      title: 'Step',
      mode: 'any',
      assignees: people.map((name) => ({ user: this.id(name) })),
      ...part,
    };
  }

  async open(
    policyKey: string,
    part: {
      notifyWorkflowId?: string;
      cc?: string[];
      data?: object;
      engagementId?: string;
      type?: string;
      now?: number;
    } = {},
  ): Promise<RequestDesk> {
    const requestId = uuidv7();
    const input = await prepareRequest(this.database.db, {
      requestId,
      policyKey,
      gate: null,
      engagementId: part.engagementId ?? null,
      requesterId: this.id('R'),
      ccIds: (part.cc ?? []).map((name) => this.id(name)),
      subject: {
        type: part.type ?? 'payment',
        title: 'Pay the printer',
        data: { amount: 1200, currency: 'CNY', ...part.data },
      },
      notifyWorkflowId: part.notifyWorkflowId ?? null,
      now: part.now ?? NOW,
    });
    const handle = await this.temporal.client.workflow.start('approvalWorkflow', {
      workflowId: `request-${requestId}`,
      taskQueue: this.queue,
      args: [input],
    });
    await handle.executeUpdate('opened', { args: [{}] });
    return new RequestDesk(this, handle, requestId);
  }
}

export class RequestDesk {
  constructor(
    private readonly desk: ApprovalDesk,
    readonly handle: WorkflowHandle,
    readonly id: string,
  ) {}

  async view(): Promise<RequestView> {
    const view = await requestView(this.desk.database.db, this.id);
    if (!view) throw new Error('the request is not recorded');
    return view;
  }

  async taskOf(name: string) {
    const tasks = (await this.view()).steps
      .flatMap(({ tasks: all }) => all)
      .filter(({ assigneeId }) => assigneeId === this.desk.id(name));
    const task = tasks.find(({ status }) => status === 'active') ?? tasks.at(-1);
    if (!task) throw new Error(`${name} has no task`);
    return task;
  }

  /** Resolves once the mails that ask these people are with the relay: whoever decides before is not asked any more. */
  async asked(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const { id } = await this.taskOf(name);
      await this.desk.relay.until(({ text }) => text.includes(id));
    }
  }

  /** Acts as the API does; resolves with the code of a refusal or null. */
  async act(name: string, action: TaskAct['action'], part: Partial<TaskAct> = {}): Promise<string | null> {
    const taskId = part.taskId ?? (await this.taskOf(name)).id;
    return this.send(name, { on: 'task', action, taskId, decisionId: randomUUID(), comment: 'because', ...part });
  }

  async send(name: string, act: Act, { admin = false } = {}): Promise<string | null> {
    const doing: Doing = { act, actor: { id: this.desk.id(name), admin, channel: 'api' } };
    const updateId = `${doing.actor.id}:${act.action}:${act.decisionId}`;
    try {
      await this.handle.executeUpdate<Done, [Doing]>('act', { args: [doing], updateId });
      return null;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
        return error.cause.type ?? '';
      throw error;
    }
  }

  async open(): Promise<string[]> {
    const names = new Map(Object.entries(this.desk.people).map(([name, id]) => [id, name]));
    const tasks = (await this.view()).steps.flatMap(({ tasks: all }) => all);
    return tasks.filter(({ status }) => status === 'active').map(({ assigneeId }) => names.get(assigneeId) ?? '');
  }
}
