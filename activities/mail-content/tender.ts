import { findQuestion } from '../../db/stores/tender-questions';
import { invitationsOf, tenderOf } from '../../db/stores/tenders';
import { standingBid } from '../../db/stores/bids';
import type { Question } from '../../domain/tender/tender';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

async function tenderData({ db, engagement, frame }: Material) {
  const tender = await tenderOf(db, engagement.id);
  const { questionsUntil = 0, closeAt = 0 } = tender ?? {};
  return { tender, about: { ...frame, questionsUntil, closeAt } };
}

export async function invitationData(material: Material): Promise<MailData['tender-invitation']> {
  const { tender, about } = await tenderData(material);
  const items = (tender?.body.items ?? []).map(({ title, quantity, unit }) => `${title} · ${quantity} ${unit}`);
  return { ...about, introduction: tender?.body.introduction ?? null, items };
}

export async function cancelledData(material: Material): Promise<MailData['tender-cancelled']> {
  const { tender, about } = await tenderData(material);
  return { ...about, reason: tender?.cancelReason ?? '' };
}

export const reminderData = async (material: Material): Promise<MailData['tender-reminder']> =>
  (await tenderData(material)).about;

async function asked({ db, order }: Material): Promise<Question | null> {
  return findQuestion(db, order.facts['question'] ?? '');
}

export async function questionData(material: Material): Promise<MailData['vendor-question']> {
  const [{ about }, question] = [await tenderData(material), await asked(material)];
  return {
    ...about,
    question: question?.text ?? '',
    dueAt: question?.dueAt ?? null,
    lowBid: question?.topic === 'low-bid',
  };
}

export async function answerData(material: Material): Promise<MailData['vendor-answer']> {
  const [{ about }, question] = [await tenderData(material), await asked(material)];
  return { ...about, question: question?.text ?? '', answer: question?.answer ?? '' };
}

export async function receiptData(material: Material): Promise<MailData['bid-receipt']> {
  const { order } = material;
  const { about } = await tenderData(material);
  const { at = '', late = '', sha256 = '' } = order.facts;
  return { ...about, at: Number(at), late: late === 'true', sha256 };
}

export async function askedData(material: Material): Promise<MailData['tender-asked']> {
  return { ...material.frame, question: (await asked(material))?.text ?? '' };
}

export async function openedData({ db, engagement, frame }: Material): Promise<MailData['tender-opened']> {
  const invited = await invitationsOf(db, engagement.id);
  const bids = await Promise.all(invited.map(({ id }) => standingBid(db, id)));
  return { ...frame, invited: invited.length, bids: bids.filter((bid) => bid !== null).length };
}
