import type { Engagement } from '../../domain/engagement/engagement';
import { certain } from '../proxies';
import { beginWatch, isWatchedFromTheStart, replan } from './watch';

/** Service begins: from now on KPIs, reviews and contract dates come round by themselves. */
export async function beginService({ id }: Engagement): Promise<void> {
  await certain.markLive({ engagementId: id, now: Date.now() });
  await (isWatchedFromTheStart() ? replan(id) : beginWatch(id));
}
