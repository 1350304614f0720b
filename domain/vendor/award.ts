import type { Issue } from '../errors';
import type { Evaluation } from './record-schema';

interface Award {
  readonly candidateId: string;
  readonly justification?: string | undefined;
}

const issue = (path: string, message: string): Issue => ({ path, message });

/** Everything that gate G2 still asks for before this candidate may be proposed. */
export function missingForAward(evaluation: Evaluation, { candidateId, justification }: Award): readonly Issue[] {
  const chosen = evaluation.candidates.find(({ id }) => id === candidateId);
  if (!chosen) return [issue('candidateId', 'is not a candidate of this engagement')];
  const reasons = reasonsToJustify(evaluation, chosen);
  return [
    ...(chosen.flags.includes('QUOTE_MISSING') ? [issue('quote', 'the candidate has no quote')] : []),
    ...(chosen.flags.includes('HIDDEN_COST_UNANSWERED')
      ? [issue('quote.hiddenCosts', 'every line of the hidden-cost checklist must be answered')]
      : []),
    ...(chosen.flags.includes('SCORES_INCOMPLETE')
      ? [issue('scores', 'at least 80 % of the weight of every dimension must be scored')]
      : []),
    ...(justification ? [] : reasons.map((reason) => issue('justification', `is needed: ${reason}`))),
  ];
}

/** What makes an award something to explain (features.md 1.2: the cheapest is not simply the best). */
function reasonsToJustify({ candidates }: Evaluation, chosen: Evaluation['candidates'][number]): readonly string[] {
  return [
    ...(chosen.rank !== null && chosen.rank > 1 ? [`the candidate is ranked ${chosen.rank}`] : []),
    ...(chosen.flags.includes('BELOW_MINIMUM') ? ['a dimension is below the minimum of 60'] : []),
    ...(chosen.flags.includes('ABNORMALLY_LOW_BID') ? ['the quote is abnormally low'] : []),
    ...(candidates.length === 1 ? ['there is only one candidate'] : []),
  ];
}
