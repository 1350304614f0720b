import type { Engagement } from '../../domain/engagement/engagement';
import { deliver } from '../mail';
import { certain } from '../proxies';
import { endWatch, isWatchedFromTheStart } from './watch';

/** The last word: nothing comes round any more, and everybody concerned is told. */
export async function close({ id }: Engagement): Promise<void> {
  await endWatch(id);
  deliver(await certain.announce({ engagementId: id, kind: 'engagement-closed', now: Date.now() }));
}

/** Ended by the administrator, perhaps in the middle of its service. */
export const cancel = ({ id }: Engagement): Promise<void> => endWatch(id);

/** Ended before there was a service to watch. */
export async function giveUp({ id }: Engagement): Promise<void> {
  if (isWatchedFromTheStart()) await endWatch(id);
}
