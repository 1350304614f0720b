import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';

const NIGHTLY = 'tenure-nightly';
const COURIER = 'tenure-courier';
const MAIL_COURIER = 'tenure-mail-courier';
/** A run takes ten minutes, so that another one always waits for its end. */
const AT_WORK = {
  spec: { intervals: [{ every: '5 minutes' }] },
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '1 minute' },
} satisfies Pick<ScheduleOptions, 'spec' | 'policies'>;

const SCHEDULES: readonly ScheduleOptions[] = [
  {
    scheduleId: NIGHTLY,
    spec: { calendars: [{ hour: 1, minute: 30, comment: 'every night, UTC' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweepWorkflow',
      taskQueue: 'tenure',
      workflowId: NIGHTLY,
      args: [],
      staticSummary: 'Nightly sweep: certificates, alarms nobody acknowledged, old sessions',
    },
    state: { note: 'Nightly work for the whole platform' },
  },
  {
    ...AT_WORK,
    scheduleId: COURIER,
    action: {
      type: 'startWorkflow',
      workflowType: 'courierWorkflow',
      taskQueue: 'tenure',
      workflowId: COURIER,
      args: [],
      staticSummary: 'Takes events to webhooks and chat groups',
    },
    state: { note: 'Deliveries to webhooks and chat groups', triggerImmediately: true },
  },
  {
    ...AT_WORK,
    scheduleId: MAIL_COURIER,
    action: {
      type: 'startWorkflow',
      workflowType: 'mailCourierWorkflow',
      taskQueue: 'tenure',
      workflowId: MAIL_COURIER,
      args: [],
      staticSummary: 'Takes ordered mails to the relay',
    },
    state: { note: 'Mails that stories have ordered', triggerImmediately: true },
  },
];

/** Sweeps of the platform run on Temporal Schedules: never two at once, and caught up after an outage. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const schedule of SCHEDULES) await ensure(client, schedule);
}

async function ensure(client: Client, schedule: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
