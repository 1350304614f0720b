import { addMonthsClamped } from '../../calendar/civil';
import { DomainError } from '../../errors';
import { answerIssues, differences, prefill, scoreAssessment, submissionIssues } from './assessment';
import type { Answers, Assessment, ReviewBody, StoredQuestionnaire } from './schema';

interface Opening {
  readonly id: string;
  readonly vendorId: string;
  readonly questionnaire: StoredQuestionnaire;
  /** The newest accepted assessment of the vendor, whose answers are taken over. */
  readonly previous: Assessment | null;
  readonly by: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
}

export const openedAssessment = ({ id, vendorId, questionnaire, previous, by, at }: Opening): Assessment => ({
  id,
  vendorId,
  questionnaire,
  state: 'open',
  answers: previous ? prefill(questionnaire, previous.answers) : {},
  previousId: previous?.id ?? null,
  toReview: [],
  result: null,
  openedAt: at,
  openedBy: by,
  submittedAt: null,
  submittedBy: null,
  reviewedAt: null,
  reviewedBy: null,
  reviewComment: null,
  validUntil: null,
  version: 1,
});

/** Adds answers to those that are there; nothing is judged yet. */
export function withAnswers(assessment: Assessment, answers: Answers): Assessment {
  mustBe(assessment, 'open');
  const issues = answerIssues(assessment.questionnaire, answers);
  if (issues.length > 0) throw new DomainError('INVALID_FIELDS', 'Some answers do not fit their questions.', issues);
  return { ...assessment, answers: { ...assessment.answers, ...answers } };
}

interface Submission {
  /** Null for the vendor behind its link. */
  readonly by: string | null;
  readonly at: string;
  readonly previous: Assessment | null;
}

/** Hands the answers in and scores them; what differs from the year before is left to review. */
export function submittedAssessment(assessment: Assessment, { by, at, previous }: Submission): Assessment {
  mustBe(assessment, 'open');
  const { questionnaire, answers } = assessment;
  const issues = submissionIssues(questionnaire, answers);
  if (issues.length > 0)
    throw new DomainError('INVALID_FIELDS', 'At least 80 % of the weight must be answered.', issues);
  return {
    ...assessment,
    state: 'submitted',
    result: scoreAssessment(questionnaire, answers),
    toReview: [...differences(questionnaire, answers, previous?.answers ?? {})],
    submittedAt: at,
    submittedBy: by,
  };
}

interface Review {
  readonly body: ReviewBody;
  readonly by: string;
  readonly at: string;
  /** The day of the review. */
  readonly today: string;
}

/** Accepts what was handed in, for as long as the questionnaire says, or gives it back with a comment. */
export function reviewedAssessment(assessment: Assessment, { body, by, at, today }: Review): Assessment {
  mustBe(assessment, 'submitted');
  if (by === assessment.submittedBy)
    throw new DomainError('FORBIDDEN', 'Who has handed the answers in does not review them.');
  const comment = body.comment ?? null;
  const reviewed = { ...assessment, reviewedAt: at, reviewedBy: by, reviewComment: comment };
  if (body.decision === 'accept')
    return {
      ...reviewed,
      state: 'accepted',
      validUntil: addMonthsClamped(today, assessment.questionnaire.validMonths),
    };
  if (comment === null) throw new DomainError('COMMENT_REQUIRED', 'Say what has to be answered otherwise.');
  return { ...reviewed, state: 'open', result: null, toReview: [] };
}

function mustBe({ state }: Assessment, expected: Assessment['state']): void {
  if (state !== expected) throw new DomainError('STATE_CONFLICT', `The assessment is ${state}, not ${expected}.`);
}
