import { evaluationOf } from '../../db/read/evaluation';
import { insertAwardNotices } from '../../db/stores/award-notices';
import type { EngagementRow } from '../../db/stores/engagements';
import { invitationsOf, tenderOf } from '../../db/stores/tenders';
import { candidatesOf } from '../../db/stores/vendors';
import type { Trx } from '../../db/transaction';
import { awardNotices } from '../../domain/tender/award-notice';

interface Award {
  readonly engagement: EngagementRow;
  readonly candidateId: string;
  readonly now: number;
}

/** Keeps what every bidder is to be told, by the ranking that was approved; the monitoring sends the mails. */
export async function keepAwardNotices(trx: Trx, { engagement, candidateId, now }: Award): Promise<void> {
  const { id: engagementId } = engagement;
  const tender = await tenderOf(trx, engagementId);
  const invitations = new Map((await invitationsOf(trx, engagementId)).map((one) => [one.candidateId, one]));
  const evaluation = await evaluationOf(trx, engagement, now);
  const rankOf = new Map(evaluation?.candidates.map(({ id, rank }) => [id, rank]));
  const bidders = (await candidatesOf(trx, engagementId)).map(({ id, quote }) => ({
    candidateId: id,
    invited: invitations.has(id),
    declined: invitations.get(id)?.declinedAt != null,
    quoted: quote !== null,
    rank: rankOf.get(id) ?? null,
  }));
  const notices = awardNotices(bidders, { chosenId: candidateId, tellRank: tender?.body.tellRank === true });
  await insertAwardNotices(trx, notices, { engagementId, now });
}
