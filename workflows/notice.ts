import type { NoticeOrder } from '../activities/notice';
import { mailQueue, patient } from './proxies';

/** One mail that a person asked for on a page (a one-time code, a fresh link): durable, on its own. */
export async function noticeWorkflow(order: NoticeOrder): Promise<void> {
  await patient.sendNotice.executeWithOptions({ taskQueue: mailQueue(), summary: `${order.kind} → ${order.taskId}` }, [
    order,
  ]);
}
