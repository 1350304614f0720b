import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type TestDatabase, testDatabase } from '../database';
import { type TestTemporal, testWorker, timeSkipping, withWorkers } from '../temporal';
import { ApprovalDesk, type RequestDesk } from './approval-desk';

const TRACE = '_tracer-data';

/** The trace under which the client calls at present; null where it is not traced. */
let calling: string | null = null;
interface Ran {
  readonly activity: string;
  readonly trace: unknown;
}
const ran: Ran[] = [];

interface Headed {
  readonly headers: Parameters<NonNullable<WorkflowClientInterceptor['startWithDetails']>>[0]['headers'];
}
const headed = <Input extends Headed>(input: Input): Input =>
  calling === null
    ? input
    : { ...input, headers: { ...input.headers, [TRACE]: defaultPayloadConverter.toPayload(calling) } };
const traced: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => next(headed(input)),
  startUpdate: (input, next) => next(headed(input)),
};
const noting: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: (input, next) => {
      const header = input.headers[TRACE];
      ran.push({ activity: info.activityType, trace: header && defaultPayloadConverter.fromPayload(header) });
      return next(input);
    },
  },
});

let database: TestDatabase;
let temporal: TestTemporal;
let desk: ApprovalDesk;
beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), timeSkipping()]);
  const { options } = temporal.client;
  const client = new Client({ ...options, connection: temporal.connection, interceptors: { workflow: [traced] } });
  desk = new ApprovalDesk({ ...temporal, client }, database);
  await desk.hire('R');
  await desk.hire('A');
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});
beforeEach(() => {
  ran.length = 0;
  calling = null;
});

async function working(work: () => Promise<void>): Promise<void> {
  const parts = { activities: desk.activities(), interceptors: { activity: [noting] } };
  const queues = [desk.queue, `${desk.queue}-mail`];
  await withWorkers(await Promise.all(queues.map((taskQueue) => testWorker(temporal, { ...parts, taskQueue }))), work);
}
/** Its end by a client under which the server skips over waiting. */
const ended = ({ handle }: RequestDesk): Promise<unknown> =>
  temporal.client.workflow.getHandle(handle.workflowId).result();
const tracesOf = (some: readonly Ran[]): readonly unknown[] => [...new Set(some.map(({ trace }) => trace))];

test('what comes of a call is part of its trace, also where the workflow had run for days before the call', async () => {
  await working(async () => {
    const request = await desk.open(await desk.policy([desk.step(['A'])]));
    await request.asked('A');
    await temporal.sleep(3 * 86_400_000);
    const before = ran.splice(0);
    calling = 'approves';
    expect(await request.act('A', 'approve')).toBeNull();
    await ended(request);

    expect(tracesOf(before)).toEqual([undefined]);
    expect(ran.map(({ activity }) => activity)).toContain('recordRequest');
    expect(tracesOf(ran)).toEqual(['approves']);
  });
});

test('what a workflow does by itself later than an hour after a call is no part of its trace', async () => {
  await working(async () => {
    const sla = { sla: { duration: 'PT8H', calendar: '24x7' } };
    const policy = await desk.policy([desk.step(['A'], sla)], { expiresAfter: 'P2D' });
    calling = 'opens';
    const request = await desk.open(policy);
    await request.asked('A');
    const before = ran.splice(0);
    expect(await ended(request)).toMatchObject({ status: 'expired' });

    expect(tracesOf(before)).toEqual(['opens']);
    expect(ran.length).toBeGreaterThan(0);
    expect(tracesOf(ran)).toEqual([undefined]);
  });
});
