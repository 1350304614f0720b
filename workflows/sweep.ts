import { condition, patched } from '@temporalio/workflow';
import { allDelivered, deliver, deliverDigests } from './mail';
import { steady } from './proxies';

/** Nightly work for the whole platform, started by a Schedule. */
export async function sweepWorkflow(): Promise<void> {
  deliver(await steady.sweep({ now: Date.now() }));
  if (patched('digests')) deliverDigests(await steady.dueDigests({ now: Date.now() }));
  await condition(allDelivered);
}
