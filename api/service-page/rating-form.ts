import { RATING_QUESTIONS, type RatingQuestion } from '../../domain/rating/words';

/** Names of the fields in which the vendor comments on its marks. */
export const commentField = (question: RatingQuestion): string => `${question}-comment`;
export const REMARK_FIELD = 'rating-remark';

export const RATING_FIELDS: readonly string[] = [
  ...RATING_QUESTIONS.flatMap((question) => [question, commentField(question)]),
  REMARK_FIELD,
];
