import { proxyActivities } from '@temporalio/workflow';
import type { CourierActivities } from '../activities/courier';
import { mailQueue } from './proxies';

const { deliverEvents } = proxyActivities<CourierActivities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Keeps one courier at work: a Schedule starts the next run as soon as this one ends. */
export async function courierWorkflow(): Promise<void> {
  await deliverEvents.executeWithOptions({ taskQueue: mailQueue(), summary: 'Events to webhooks and chat groups' }, []);
}
