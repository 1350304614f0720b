import { RATING_QUESTIONS } from '../../domain/rating/words';

/** Names of the fields in which the vendor comments on its marks. */
export const commentField = (question: string): string => `${question}-comment`;
export const REMARK_FIELD = 'rating-remark';

export const RATING_FIELDS: readonly string[] = [
  ...RATING_QUESTIONS.flatMap((question) => [question, commentField(question)]),
  REMARK_FIELD,
];
