import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';

const NIGHTLY = 'tenure-nightly';

/** Sweeps of the platform run on Temporal Schedules: never two at once, and caught up for a day after an outage. */
export async function ensureSchedules(client: Client): Promise<void> {
  try {
    await client.schedule.create({
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
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
