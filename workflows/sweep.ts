import { condition } from '@temporalio/workflow';
import { allDelivered, deliver } from './mail';
import { steady } from './proxies';

/** Nightly work for the whole platform, started by a Schedule. */
export async function sweepWorkflow(): Promise<void> {
  deliver(await steady.sweep({ now: Date.now() }));
  await condition(allDelivered);
}
