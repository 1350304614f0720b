import type { Issue } from '../errors';
import type { Criticality } from '../planning/catalogue';
import type { Evaluation } from './record-schema';

interface Award {
  readonly candidateId: string;
  readonly justification?: string | undefined;
  readonly criticality: Criticality;
}

/** How many people must each have judged the whole candidate; a general service asks only that its scores are complete. */
const EVALUATORS_NEEDED: Readonly<Record<Criticality, number>> = { general: 0, important: 2, critical: 2 };

const issue = (path: string, message: string): Issue => ({ path, message });

/** Everything that gate G2 still asks for before this candidate may be proposed. */
export function missingForAward(evaluation: Evaluation, award: Award): readonly Issue[] {
  const { candidateId, justification, criticality } = award;
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
    ...(chosen.evaluators < EVALUATORS_NEEDED[criticality] ? [tooFewEvaluators(criticality)] : []),
    ...(justification ? [] : reasons.map((reason) => issue('justification', `is needed: ${reason}`))),
  ];
}

const tooFewEvaluators = (criticality: Criticality): Issue =>
  issue('evaluators', `whole score sheets of ${EVALUATORS_NEEDED[criticality]} independent people are needed`);

/** What makes an award something to explain (features.md 1.2: the cheapest is not simply the best). */
function reasonsToJustify({ candidates }: Evaluation, chosen: Evaluation['candidates'][number]): readonly string[] {
  return [
    ...(chosen.rank !== null && chosen.rank > 1 ? [`the candidate is ranked ${chosen.rank}`] : []),
    ...(chosen.flags.includes('BELOW_MINIMUM') ? ['a dimension is below the minimum of 60'] : []),
    ...(chosen.flags.includes('ABNORMALLY_LOW_BID') ? ['the quote is abnormally low'] : []),
    ...(candidates.length === 1 ? ['there is only one candidate'] : []),
  ];
}
