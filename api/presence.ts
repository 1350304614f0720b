import { requestWorkflowId } from '../workflows/ids';
import type { Services } from './services';

/** Whoever sees the answer sees the tasks where they are now, up to this many requests; the rest follow at once. */
const AWAITED = 100;

/** Lets every request that waits for a person look again who holds what; durable once this returns. */
export async function tellRequests(
  { gateway }: Pick<Services, 'gateway'>,
  { personId, id }: { readonly personId: string; readonly id: string },
): Promise<void> {
  const start = {
    workflow: 'presenceWorkflow',
    id: `presence-${id}`,
    args: [{ personIds: [personId] }],
    summary: 'Absences or a leaver: requests look again who holds what',
  };
  const told = await gateway.startAndUpdate<readonly string[]>(start, { update: 'told', arg: {} });
  await Promise.all(told.slice(0, AWAITED).map((requestId) => settled(gateway, requestId)));
}

/** The request has recorded what it heard before; one that takes its time, or has ended, does so without us. */
const settled = (gateway: Services['gateway'], requestId: string): Promise<unknown> =>
  gateway.update({ id: requestWorkflowId(requestId), update: 'opened', arg: {} }).catch(() => undefined);
