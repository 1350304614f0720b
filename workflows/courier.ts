import { proxyActivities } from '@temporalio/workflow';
import type { CourierActivities } from '../activities/courier';
import { mailQueue } from './proxies';

const { deliverEvents, deliverMails } = proxyActivities<CourierActivities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Keeps one courier at work: a Schedule starts the next run as soon as this one ends. */
export async function courierWorkflow(): Promise<void> {
  await deliverEvents.executeWithOptions({ taskQueue: mailQueue(), summary: 'Events to webhooks and chat groups' }, []);
}

/** The same for mails that stories have ordered. */
export async function mailCourierWorkflow(): Promise<void> {
  await deliverMails.executeWithOptions({ taskQueue: mailQueue(), summary: 'Mails to the relay' }, []);
}
