import { randomUUID } from 'node:crypto';
import { ApplicationFailure, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../activities';
import type { TaskAct } from '../../domain/approval/events';
import type { RequestState } from '../../domain/approval/state';
import type { Engagement } from '../../domain/engagement/engagement';
import type { Gate } from '../../domain/engagement/statuses';
import { engagementWorkflowId, requestWorkflowId } from '../../workflows/ids';
import type { Course } from '../../workflows/engagement-story';
import type { SubmitGate } from '../../workflows/messages';
import { anOpening } from '../builders';
import { turnsOver } from '../fakes/agenda';
import { Journal } from '../fakes/troubles';
import { activityWorker, ownQueue, type TestTemporal, testWorker, withWorkers } from '../temporal';

const SAID = { actorId: 'owner', channel: 'api' } as const;
const done = (): Promise<void> => Promise.resolve();
const NOTHING_MOVED = { mails: [], reviews: [], replan: false, relabel: false };

/** What a gate needs beside its name, where a test does not say otherwise. */
const CHOICES: Readonly<Record<Gate, Partial<SubmitGate>>> = {
  needs: {},
  award: { body: { candidateId: 'c1' } },
  contract: {},
  renewal: { body: { decision: 'renew' } },
  exit: {
    termination: { cause: 'convenience', noticeDate: '2027-01-01', effectiveDate: '2027-03-31', comment: 'Thanks.' },
  },
  settlement: {},
};

/** Activities of an engagement and its requests that only note what they are asked for. */
function fakes(journal: Journal, id: string) {
  const requests = new Set<string>();
  return {
    createEngagement: () => journal.note('created'),
    recordEngagement: ({ type }) => journal.note(type),
    recordSignature: ({ party }) => journal.note(`signed by ${party}`),
    labelsOf: () => Promise.resolve({ ownerId: 'owner', vendorId: null, health: 'green' }),
    markLive: () => journal.note('live'),
    prepareGate: ({ gate, requestId, actorId, again }) =>
      Promise.resolve({
        title: `Gate ${gate}`,
        isRecorded: requests.has(requestId),
        request: {
          requestId,
          policyKey: `gate-${gate}`,
          gate,
          requesterId: actorId,
          excludedIds: [],
          ccIds: [],
          select: {},
          subjectHash: again ? 'second' : 'first',
          latestAt: null,
          notifyWorkflowId: engagementWorkflowId(id),
        },
      }),
    applyGate: ({ gate, outcome }) => journal.note(`${gate.gate} ${outcome}`),
    openExit: () => Promise.resolve([]),
    comingReviews: () => Promise.resolve([]),
    mayClose: () => Promise.resolve(true),
    announce: ({ kind, engagementId, now }) =>
      Promise.resolve([{ key: kind, kind, recipientId: 'owner', engagementId, facts: {}, now }]),
    sendMail: ({ kind }) => journal.note(`mail ${kind}`),
    beginWatch: () => journal.note('watch begins'),
    planAgain: () => journal.note('dates are found anew'),
    endWatch: () => journal.note('watch ends'),
    planAgenda: () => Promise.resolve([]),
    performAgenda: ({ items }) => journal.note(items.map(({ key }) => key).join(' ')).then(() => NOTHING_MOVED),
    applySideRequest: ({ requestId, outcome }) =>
      journal.note(`side request ${requestId} ${outcome}`).then(() => NOTHING_MOVED),
    snapshotPolicy: (key) =>
      Promise.resolve({
        policy: {
          key,
          version: 1,
          settings: {},
          steps: [{ key: 's1', title: 'Step', mode: 'any', assignees: [{ user: 'ann' }] }],
        },
        calendars: {},
      }),
    resolveStep: () =>
      Promise.resolve({
        applies: true,
        candidates: [{ personId: 'ann', weight: 1, origin: 'direct', managerId: null }],
        adminIds: ['root'],
        fallbackId: null,
      }),
    recordRequest: ({ state }) => {
      requests.add(state.id);
      return journal.note(`request ${state.status} ${state.round}`).then(() => null);
    },
    sendRequestMail: done,
  } satisfies Partial<Activities>;
}

/** Who runs what an engagement needs while a test works with it. */
export interface Host {
  readonly queue: string;
  readonly during: (activities: Partial<Activities>, work: () => Promise<void>) => Promise<void>;
}

/** Workers of its own for each engagement. */
function ownHost(temporal: TestTemporal): Host {
  const queue = ownQueue();
  return {
    queue,
    during: async (activities, work) => {
      const workers = await Promise.all([
        testWorker(temporal, { taskQueue: queue, activities }),
        activityWorker(temporal, { taskQueue: `${queue}-mail`, activities }),
      ]);
      await withWorkers(workers, work);
    },
  };
}

/** One engagement, over activities that a test may replace. */
export class EngagementDesk {
  readonly journal = new Journal();
  readonly id = uuidv7();
  readonly fakes = fakes(this.journal, this.id);

  /** Without a course it takes that of engagements that began before there was a date keeper. */
  constructor(
    private readonly temporal: TestTemporal,
    private readonly course: Course = {},
    private readonly host: Host = ownHost(temporal),
  ) {}

  /** Starts the engagement, lets the test work with it, and leaves nothing running behind. */
  run(activities: Partial<Activities>, work: (engagement: WorkflowHandle) => Promise<void>): Promise<void> {
    return this.host.during(this.activities(activities), async () => work(await this.start()));
  }

  activities(own: Partial<Activities>): Partial<Activities> {
    const said = { ...this.fakes, ...own };
    return { ...said, takeTurn: turnsOver(said) };
  }

  start(): Promise<WorkflowHandle> {
    const opening = { ...SAID, body: anOpening({ ownerId: 'owner' }) };
    return this.temporal.client.workflow.start('engagementWorkflow', {
      workflowId: engagementWorkflowId(this.id),
      taskQueue: this.host.queue,
      args: [{ id: this.id, opening, ...this.course }],
    });
  }

  handle(): WorkflowHandle {
    return this.temporal.client.workflow.getHandle(engagementWorkflowId(this.id));
  }

  state(): Promise<Engagement> {
    return this.handle().query<Engagement>('engagement');
  }

  /** Says it as the API does; answers the code of a refusal or null. */
  async say(update: string, part: object = {}): Promise<string | null> {
    return refusalOf(this.handle().executeUpdate(update, { args: [{ ...SAID, body: {}, ...part }] }));
  }

  submit(gate: Gate, requestId: string, part: Partial<SubmitGate> = {}): Promise<string | null> {
    return this.say('submitGate', { gate, requestId, ...CHOICES[gate], ...part });
  }

  /** The approver of a gate's request does something, and the request has recorded it. */
  async decide(requestId: string, action: TaskAct['action'], part: Partial<TaskAct> = {}): Promise<string | null> {
    const request = this.temporal.client.workflow.getHandle(requestWorkflowId(requestId));
    await request.executeUpdate('opened', { args: [{}] });
    const { tasks } = await request.query<RequestState>('request');
    const taskId = tasks.findLast(({ status }) => status === 'active')?.id ?? '';
    const act = { on: 'task', action, taskId, decisionId: randomUUID(), comment: 'because', ...part } as const;
    return refusalOf(
      request.executeUpdate('act', { args: [{ act, actor: { id: 'ann', admin: false, channel: 'api' } }] }),
    );
  }

  /** Waits until a request has nothing left to do. */
  async ended(requestId: string): Promise<void> {
    await this.temporal.client.workflow.getHandle(requestWorkflowId(requestId)).result();
  }

  /** Takes the engagement through a gate to the state behind it. */
  async pass(gate: Gate): Promise<void> {
    const requestId = uuidv7();
    const before = this.journal.count('engagement.gate-decided');
    await this.submit(gate, requestId);
    await this.decide(requestId, 'approve');
    await this.journal.until('engagement.gate-decided', before + 1);
  }

  /** Takes a new engagement into service. */
  async goLive(): Promise<void> {
    for (const gate of ['needs', 'award', 'contract'] as const) await this.pass(gate);
    await this.signAndGoLive();
  }

  async signAndGoLive(): Promise<void> {
    for (const party of ['us', 'vendor']) await this.say('sign', { party, signatory: 'S', signedAt: '2026-12-01' });
    await this.say('goLive');
    await this.journal.until('live');
  }
}

async function refusalOf(update: Promise<unknown>): Promise<string | null> {
  try {
    await update;
    return null;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? '';
    throw error;
  }
}
