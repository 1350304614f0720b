import { workCalendarOf } from '../../db/read/work-calendar';
import { lockRatingRound, openRatingRound, saveRatingRound } from '../../db/stores/rating-rounds';
import { settleAlarm } from '../../db/stores/settle-alarms';
import type { MailOrder } from '../../domain/mail/order';
import { poorMarks } from '../../domain/rating/figures';
import { asksDue, isRunningRound, type RatingRound, roundDates } from '../../domain/rating/round';
import type { RatingAnswer } from '../../domain/rating/schema';
import { soundAlarms } from '../alarms';
import type { AgendaStep, PerformItem } from './index';
import { letters } from './people';

const RATING_ALARM = { rule: 'VENDOR_RATING', subject: 'communication' } as const;

/** The vendor is asked what it thinks of us. What passed while nothing ran is asked once, and never after the round is over. */
export const askForRating: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const quarter = item.facts['quarter'] ?? '';
  const dates = roundDates(quarter, await workCalendarOf(trx, engagement.time_zone));
  const round = await roundOf(step, { quarter, closesAt: dates.closesAt });
  const asks = asksDue(dates, now);
  if (!round || !isRunningRound(round, now) || asks <= round.asked) return { replan: true };
  await saveRatingRound(trx, { ...round, asked: asks });
  return { mails: round.answer === null ? lettersTo(step, round, asks) : [], replan: true };
};

/** The round of a quarter, held; the first request opens it. */
async function roundOf(
  { trx, engagement, now }: AgendaStep,
  { quarter, closesAt }: Pick<RatingRound, 'quarter' | 'closesAt'>,
): Promise<RatingRound | null> {
  const { id: engagementId, vendor_id: vendorId } = engagement;
  if (vendorId === null) return null;
  const fresh = { engagementId, quarter, vendorId, closesAt, asked: 0, answer: null, answeredAt: null };
  await openRatingRound(trx, { ...fresh, closedAt: now < closesAt ? null : now }, now);
  return lockRatingRound(trx, engagementId, quarter);
}

function lettersTo(
  { engagement, now }: AgendaStep,
  { quarter, vendorId }: RatingRound,
  asks: number,
): readonly MailOrder[] {
  const facts = { quarter, word: asks === 1 ? 'invitation' : 'reminder' };
  return letters(engagement, [vendorId], { kind: 'vendor-rating', subject: `${quarter}:${asks}`, facts, now });
}

/** The round is over: poor marks become an amber alarm, which a later round without any closes. */
export const closeRating: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const round = await lockRatingRound(trx, engagement.id, item.facts['quarter'] ?? '');
  if (!round || round.closedAt !== null) return { replan: true };
  await saveRatingRound(trx, { ...round, closedAt: now });
  const mails = round.answer === null ? [] : await judge(step, round.quarter, round.answer);
  return { mails, replan: true };
};

async function judge(
  { trx, engagement, now }: AgendaStep,
  quarter: string,
  answer: RatingAnswer,
): Promise<readonly MailOrder[]> {
  const poor = poorMarks(answer);
  if (poor.length === 0) {
    await settleAlarm(trx, { engagementId: engagement.id, ...RATING_ALARM }, now);
    return [];
  }
  const marks = Object.fromEntries(poor.map((question) => [`${question}Mark`, answer.marks[question].score]));
  const evidence = { quarter, ...marks };
  return soundAlarms({ trx, engagement, now }, [{ ...RATING_ALARM, severity: 'amber', evidence }]);
}
