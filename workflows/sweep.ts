import { condition, patched } from '@temporalio/workflow';
import { allDelivered, deliver, deliverDigests } from './mail';
import { replan } from './phases/watch';
import { steady } from './proxies';

/** Nightly work for the whole platform, started by a Schedule. */
export async function sweepWorkflow(): Promise<void> {
  deliver(await steady.sweep({ now: Date.now() }));
  if (patched('nudges')) for (const id of await steady.lateWatches({ now: Date.now() })) await replan(id);
  if (patched('digests')) deliverDigests(await steady.dueDigests({ now: Date.now() }));
  await condition(allDelivered);
}
