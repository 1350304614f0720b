/** Someone in the selection, with what the ranking that was approved says of them. */
export interface Bidder {
  readonly candidateId: string;
  readonly invited: boolean;
  readonly declined: boolean;
  readonly quoted: boolean;
  readonly rank: number | null;
}

export interface AwardNotice {
  readonly candidateId: string;
  readonly outcome: 'won' | 'lost';
  /** Their own place, where the tender lets bidders know it; never anything about another one. */
  readonly rank: number | null;
}

/**
 * Who hears how a selection ended: the winner, and everybody who was invited or has quoted. Whoever declined knows
 * already, and a vendor that was only looked at was never told that there is a tender.
 */
export function awardNotices(
  bidders: readonly Bidder[],
  { chosenId, tellRank }: { readonly chosenId: string; readonly tellRank: boolean },
): readonly AwardNotice[] {
  const takesPart = ({ candidateId, invited, declined, quoted }: Bidder): boolean =>
    candidateId === chosenId || quoted || (invited && !declined);
  return bidders.filter(takesPart).map(({ candidateId, rank }) => ({
    candidateId,
    outcome: candidateId === chosenId ? 'won' : 'lost',
    rank: tellRank ? rank : null,
  }));
}
