import { fieldError } from '../domain/errors';
import { localDate } from '../domain/calendar/zone';
import { milestoneName, termsObjection } from '../domain/milestone/milestone';
import type { MilestoneTerms } from '../domain/milestone/schema';
import { findMilestone } from '../db/stores/milestones';
import { checkFee, type Held } from './milestones';

/** One line for each milestone that a change request moves, for those who decide; refuses what could not take effect. */
export async function movedMilestones(held: Held, moves: readonly MilestoneTerms[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [index, move] of moves.entries()) lines.push(await lineOf(held, move, `milestones.${index}`));
  return lines;
}

async function lineOf({ trx, engagement, now }: Held, move: MilestoneTerms, path: string): Promise<string> {
  const milestone = await findMilestone(trx, move.milestoneId);
  if (milestone?.engagementId !== engagement.id)
    throw fieldError(`${path}.milestoneId`, 'is no milestone of the engagement');
  const refusal = termsObjection(milestone);
  if (refusal) throw fieldError(`${path}.milestoneId`, refusal.message);
  if (move.due !== undefined && move.due < localDate(engagement.time_zone, now))
    throw fieldError(`${path}.due`, 'lies in the past');
  checkFee(engagement, move.fee, `${path}.fee`);
  const parts = [
    move.due === undefined ? [] : [`${milestone.due} → ${move.due}`],
    move.fee === undefined ? [] : [`${moneyOf(milestone.fee)} → ${moneyOf(move.fee)}`],
  ];
  return `${milestoneName(milestone)}: ${parts.flat().join(', ')}`;
}

const moneyOf = (money: { readonly amount: string; readonly currency: string } | null): string =>
  money === null ? '–' : `${money.amount} ${money.currency}`;
