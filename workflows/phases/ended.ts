import type { Engagement } from '../../domain/engagement/engagement';
import { deliver } from '../mail';
import { certain } from '../proxies';
import type { Watch } from './watch';

/** The last word: nothing comes round any more, and everybody concerned is told. */
export async function close({ id }: Engagement, watch: Watch): Promise<void> {
  await watch.end(id);
  deliver(await certain.announce({ engagementId: id, kind: 'engagement-closed', now: Date.now() }));
}

/** Ended by the administrator, perhaps in the middle of its service. */
export const cancel = ({ id }: Engagement, watch: Watch): Promise<void> => watch.end(id);

/** Ended before there was a service to watch. */
export async function giveUp({ id }: Engagement, watch: Watch): Promise<void> {
  if (watch.isFromTheStart()) await watch.end(id);
}
