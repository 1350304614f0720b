import { quoteOf } from '../../domain/tender/bid';
import { markOpened } from './tenders';
import { standingBids } from './bids';
import { saveQuote } from './vendors';
import { appendAudit, type Channel, engagementStream } from './audit';
import type { Trx } from '../transaction';

interface Opening {
  readonly engagementId: string;
  /** Null when the bids open by themselves. */
  readonly by: string | null;
  readonly channel: Channel;
  readonly now: number;
}

export interface OpenedBid {
  readonly candidateId: string;
  readonly sha256: string;
  readonly late: boolean;
}

/**
 * Opens the bids: from here on they are the quotes of their candidates. The trail keeps who opened them and every
 * fingerprint, so that nobody can say later that a bid was another one. A repetition changes nothing.
 */
export async function openBids(trx: Trx, { engagementId, by, channel, now }: Opening): Promise<readonly OpenedBid[]> {
  await markOpened(trx, engagementId, { by, now });
  const bids = await standingBids(trx, engagementId);
  for (const { candidateId, content } of bids) await saveQuote(trx, candidateId, { quote: quoteOf(content), now });
  const opened = bids.map(({ candidateId, sha256, late }) => ({ candidateId, sha256, late }));
  const entry = {
    key: 'tender.opened',
    at: now,
    type: 'tender.opened',
    ...(by !== null && { actorId: by }),
    channel,
    payload: { bids: opened },
  };
  await appendAudit(trx, engagementStream(engagementId), [entry]);
  return opened;
}
