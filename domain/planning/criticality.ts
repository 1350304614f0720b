import { CRITICALITIES, CRITICALITY_QUESTIONS, type Criticality } from './catalogue';
import type { CriticalityAnswer, Needs } from './schema';
import { QUESTION_TEXTS } from './questions';

export const IMPORTANT_FROM = 2;
export const CRITICAL_FROM = 4;

/**
 * How much the organisation depends on the service. Of the six questions, two yes answers make it important, four critical.
 * A level set by hand may raise the answer of the wizard, never lower it.
 */
export function criticalityOf({ criticality = 'general', criticalityAnswers = {} }: CriticalityFacts): Criticality {
  const answered = byAnswers(criticalityAnswers);
  return CRITICALITIES.indexOf(answered) > CRITICALITIES.indexOf(criticality) ? answered : criticality;
}

type CriticalityFacts = Pick<Needs, 'criticality' | 'criticalityAnswers'>;
type Answers = NonNullable<Needs['criticalityAnswers']>;

function byAnswers(answers: Answers): Criticality {
  const yes = Object.values(answers).filter(Boolean).length;
  return yes >= CRITICAL_FROM ? 'critical' : yes >= IMPORTANT_FROM ? 'important' : 'general';
}

/** The level with the way to it: every question with its answer, what the answers alone make, and what was set by hand. */
export function explainCriticality({ criticality, criticalityAnswers = {} }: CriticalityFacts): CriticalityAnswer {
  const answered = byAnswers(criticalityAnswers);
  const level = criticalityOf({ criticality, criticalityAnswers });
  const isRaised = level !== answered;
  const questions = CRITICALITY_QUESTIONS.map((key) => ({
    key,
    text: QUESTION_TEXTS[key],
    answer: criticalityAnswers[key] ?? null,
  }));
  return {
    level,
    answered,
    byHand: criticality ?? null,
    because: isRaised ? 'by-hand' : Object.keys(criticalityAnswers).length > 0 ? 'answers' : 'default',
    yes: questions.filter(({ answer }) => answer === true).length,
    importantFrom: IMPORTANT_FROM,
    criticalFrom: CRITICAL_FROM,
    questions,
  };
}

export const handlesPersonalData = ({ criticalityAnswers }: Needs): boolean =>
  criticalityAnswers?.personalData === true;
