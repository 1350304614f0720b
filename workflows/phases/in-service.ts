import type { Engagement } from '../../domain/engagement/engagement';
import { certain } from '../proxies';
import type { Watch } from './watch';

/** Service begins: from now on KPIs, reviews and contract dates come round by themselves. */
export async function beginService({ id }: Engagement, watch: Watch): Promise<void> {
  await certain.markLive({ engagementId: id, now: Date.now() });
  await (watch.isFromTheStart() ? watch.replan(id) : watch.begin(id));
}
