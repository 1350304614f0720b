import { noteAwardTold, untoldAwardNotices } from '../../db/stores/award-notices';
import type { PerformItem } from './index';
import { letters } from './people';

/** The award is approved: every bidder hears how it ended, once. */
export const tellBidders: PerformItem = async ({ trx, engagement, now }) => {
  const notices = await untoldAwardNotices(trx, engagement.id);
  await noteAwardTold(trx, engagement.id, now);
  return {
    mails: notices.flatMap(({ candidateId, outcome }) =>
      letters(engagement, [candidateId], { kind: `award-${outcome}`, subject: 'award', facts: {}, now }),
    ),
  };
};
