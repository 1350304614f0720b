import { z } from 'zod';
import type { Answers } from '../../domain/vendor/assessment/schema';
import { Anything } from './http';
import { dayFrom, holder, type Play } from './stage';

const Question = z.looseObject({
  key: z.string(),
  type: z.enum(['yesno', 'scale', 'numeric']),
  min: z.number(),
  max: z.number(),
  direction: z.enum(['high', 'low']),
});
type Question = z.infer<typeof Question>;
const Opened = z.looseObject({
  id: z.string(),
  questionnaire: z.looseObject({ categories: z.array(z.looseObject({ questions: z.array(Question) })) }),
});
const Lines = z.looseObject({ items: z.array(z.looseObject({ state: z.string() })) });
const Judged = z.looseObject({ result: z.looseObject({ total: z.number(), tier: z.string() }) });

/** The vendor that is to be chosen answers for the data it will see; who answers for security judges it. */
export async function examineVendor(play: Play): Promise<void> {
  const { admin, example, vendorIds, say } = play;
  const vendor = example.award.vendor;
  const dueDiligence = { at: dayFrom(play), result: 'passed' };
  await admin({ method: 'PATCH', path: `/vendors/${vendorIds[vendor]}`, body: { dueDiligence } }, Anything);
  const path = `/vendors/${vendorIds[vendor]}/assessments`;
  const { items: known } = await admin({ method: 'GET', path }, Lines);
  if (known.some(({ state }) => state === 'accepted')) return;
  const key = `demo-${play.run}-${vendor}-assessment`;
  const opened = await admin({ method: 'POST', path, body: { questionnaireKey: 'secure-basic' }, key }, Opened);
  const questions = opened.questionnaire.categories.flatMap((category) => category.questions);
  const answers: Answers = Object.fromEntries(
    questions.map((one, index) => [one.key, { value: answerTo(one, index) }]),
  );
  const at = `/assessments/${opened.id}`;
  await admin({ method: 'PUT', path: `${at}/answers`, body: { answers } }, Anything);
  const { result } = await admin({ method: 'POST', path: `${at}/submit`, body: {}, key: `${key}-submit` }, Judged);
  const review = { decision: 'accept', comment: 'Plausible, and evidence was shown.' };
  await holder(play, 'security').call(
    { method: 'POST', path: `${at}/review`, body: review, key: `${key}-review` },
    Anything,
  );
  say(`the vendor answers 25 questions on data protection: ${result.total.toFixed(0)} of 100, risk ${result.tier}`);
}

/** A good vendor, not a perfect one: every seventh answer is a middling one. */
function answerTo({ type, min, max, direction }: Question, index: number): number {
  const best = direction === 'high' ? max : min;
  return type === 'yesno' || index % 7 > 0 ? best : Math.round((min + max) / 2);
}
