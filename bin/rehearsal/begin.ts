import { randomUUID } from 'node:crypto';
import { cast } from '../demo/cast';
import { openEngagement } from '../demo/engagement';
import type { Example } from '../demo/example-schema';
import { callerFor } from '../demo/http';
import { selectVendor } from '../demo/selection';
import { beginService } from '../demo/service';
import type { Play } from '../demo/stage';
import type { World } from './world';

/** Plays an example up to its first day of service. */
export async function begin(example: Example, world: World, report: (text: string) => void): Promise<Play> {
  const { base, clock, mailbox: inbox, adminToken } = world;
  const call = (token: string) => callerFor(base, token);
  const run = randomUUID().slice(0, 8);
  const theatre = { base, inbox, callerFor: call, admin: call(adminToken), say: report, now: clock.now, run };
  const play = await openEngagement(await cast(theatre, example));
  await selectVendor(play);
  await beginService(play);
  return play;
}
