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

const issue = (path: string, code: string, message: string): Issue => ({ path, message, code });

/** Everything that gate G2 still asks for before this candidate may be proposed. */
export function missingForAward(evaluation: Evaluation, award: Award): readonly Issue[] {
  const { candidateId, justification, criticality } = award;
  const chosen = evaluation.candidates.find(({ id }) => id === candidateId);
  if (!chosen) return [{ path: 'candidateId', message: 'is not a candidate of this engagement' }];
  return [
    ...missingFacts(chosen),
    ...(chosen.evaluators < EVALUATORS_NEEDED[criticality] ? [tooFewEvaluators(criticality)] : []),
    ...unresolved(chosen),
    ...(justification ? [] : reasonsToJustify(evaluation, chosen)),
  ];
}

type Chosen = Evaluation['candidates'][number];

const FACTS: Readonly<Record<string, readonly [string, string]>> = {
  QUOTE_MISSING: ['quote', 'the candidate has no quote'],
  HIDDEN_COST_UNANSWERED: ['quote.hiddenCosts', 'every line of the hidden-cost checklist must be answered'],
  SCORES_INCOMPLETE: ['scores', 'at least 80 % of the weight of every dimension must be scored'],
};

const missingFacts = ({ flags }: Chosen): readonly Issue[] =>
  Object.entries(FACTS).flatMap(([code, [path, message]]) =>
    flags.includes(code) ? [issue(path, code, message)] : [],
  );

const tooFewEvaluators = (criticality: Criticality): Issue =>
  issue(
    'evaluators',
    'EVALUATORS_MISSING',
    `whole score sheets of ${EVALUATORS_NEEDED[criticality]} independent people are needed`,
  );

/** What no reason of the proposer makes up for: it takes a moderator, a second person or the vendor itself. */
function unresolved({ divergences, belowMinimum, flags, lowBidAnswered }: Chosen): readonly Issue[] {
  return [
    ...divergences
      .filter(({ noted }) => !noted)
      .map(({ criterion }) =>
        issue(`scores.${criterion}`, 'EVALUATOR_DIVERGENCE', 'evaluators lie far apart: a moderator must say why'),
      ),
    ...belowMinimum
      .filter(({ waived }) => !waived)
      .map(({ dimension, score }) =>
        issue(`waivers.${dimension}`, 'BELOW_MINIMUM', `${score} is below the minimum of 60: two people must waive it`),
      ),
    ...(flags.includes('ABNORMALLY_LOW_BID') && !lowBidAnswered
      ? [issue('clarification', 'LOW_BID_UNANSWERED', 'the vendor must say first how it can offer so little')]
      : []),
  ];
}

/** What makes an award something to explain: the cheapest is not simply the best. */
function reasonsToJustify({ candidates }: Evaluation, { rank, flags }: Chosen): readonly Issue[] {
  const reasons = [
    ...(rank !== null && rank > 1 ? [`the candidate is ranked ${rank}`] : []),
    ...(flags.includes('ABNORMALLY_LOW_BID') ? ['the quote is abnormally low'] : []),
    ...(flags.includes('LATE') ? ['the bid came after the deadline'] : []),
    ...(candidates.length === 1 ? ['there is only one candidate'] : []),
  ];
  return reasons.map((reason) => issue('justification', 'JUSTIFICATION_NEEDED', `is needed: ${reason}`));
}
