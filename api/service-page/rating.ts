import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { isRunningRound, type RatingRound } from '../../domain/rating/round';
import { RatingAnswer } from '../../domain/rating/schema';
import { RATING_QUESTIONS, RATING_SCALE, type RatingQuestion } from '../../domain/rating/words';
import type { Db } from '../../db/knex';
import { lockRatingRound, ratingRoundsOf, saveRatingRound } from '../../db/stores/rating-rounds';
import type { Trx } from '../../db/transaction';
import type { RatingOnPage, TypedOnPage } from '../../templates/service-page-data';
import { parseWith } from '../parse';
import { formField } from '../pages/csrf';
import { figure } from '../record-form/plan';
import type { ServiceLink } from './find';
import { commentField, REMARK_FIELD } from './rating-form';

const textIn = (req: Request, name: string): string | null => formField(req, name) || null;

/** The marks in a form; `INVALID_FIELDS` names what is missing or does not fit. */
export function markedIn(req: Request): RatingAnswer {
  const marks = Object.fromEntries(
    RATING_QUESTIONS.map((question) => {
      const score = figure(formField(req, question)) ?? undefined;
      return [question, { score, comment: textIn(req, commentField(question)) }];
    }),
  );
  return parseWith(RatingAnswer, { marks, remark: textIn(req, REMARK_FIELD) }, 'INVALID_FIELDS');
}

interface Held {
  readonly trx: Trx;
  readonly engagement: { readonly id: string };
  readonly now: number;
}

/** One answer for each round; the last one counts. */
export async function saveMarks(
  { trx, engagement, now }: Held,
  vendorId: string,
  answer: RatingAnswer,
): Promise<RatingRound> {
  const running = runningOf(await ratingRoundsOf(trx, engagement.id), vendorId, now);
  const round = running && (await lockRatingRound(trx, engagement.id, running.quarter));
  if (!round || !isRunningRound(round, now))
    throw new DomainError('STATE_CONFLICT', 'No rating is being asked for now.');
  const answered = { ...round, answer, answeredAt: now };
  await saveRatingRound(trx, answered);
  return answered;
}

const runningOf = (rounds: readonly RatingRound[], vendorId: string, now: number): RatingRound | null =>
  rounds.findLast((round) => round.vendorId === vendorId && isRunningRound(round, now)) ?? null;

/** The form of the round that runs, with what the vendor has said, or what has just been refused. */
export async function ratingForPage(
  db: Db,
  { engagement, vendor }: Pick<ServiceLink, 'engagement' | 'vendor'>,
  { typed, now }: { readonly typed: TypedOnPage; readonly now: number },
): Promise<RatingOnPage | null> {
  const round = runningOf(await ratingRoundsOf(db, engagement.id), vendor.id, now);
  if (!round) return null;
  const isTyped = typed.about === 'rating';
  const fields = isTyped ? typed.fields : fieldsOf(round.answer);
  return {
    quarter: round.quarter,
    closesAt: round.closesAt,
    answered: round.answer !== null,
    questions: RATING_QUESTIONS.map((question) =>
      questionOf(question, fields, isTyped ? (typed.faults[question] ?? null) : null),
    ),
    remark: fields[REMARK_FIELD] ?? '',
    refusal: isTyped ? typed.refusal : null,
  };
}

function fieldsOf(answer: RatingAnswer | null): TypedOnPage['fields'] {
  const fields: Record<string, string> = { [REMARK_FIELD]: answer?.remark ?? '' };
  for (const question of RATING_QUESTIONS) {
    const mark = answer?.marks[question];
    fields[question] = mark ? String(mark.score) : '';
    fields[commentField(question)] = mark?.comment ?? '';
  }
  return fields;
}

function questionOf(
  question: RatingQuestion,
  fields: TypedOnPage['fields'],
  fault: string | null,
): RatingOnPage['questions'][number] {
  const { least, most } = RATING_SCALE;
  const values = Array.from({ length: most - least + 1 }, (_, n) => least + n);
  const marks = values.map((value) => ({ value, chosen: fields[question] === String(value) }));
  return {
    question,
    marks,
    comment: fields[commentField(question)] ?? '',
    commentName: commentField(question),
    fault,
  };
}
