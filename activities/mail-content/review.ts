import { invitationOf } from '../../db/read/review-invitation';
import { findReview, type StoredReview } from '../../db/stores/reviews';
import type { Locale } from '../../domain/people/people';
import { reviewInvite } from '../../templates/invite';
import type { MailData } from '../../templates/mail-data';
import { renderMail } from '../../templates/render';
import type { Material, WrittenMail } from './index';

const reviewOf = ({ db, order }: Material): Promise<StoredReview | null> =>
  findReview(db, order.facts['reviewId'] ?? '');

const partOf = ({ frame }: Material, { kind, period, meetingAt, meeting }: StoredReview) => ({
  ...frame,
  kind,
  period,
  meetingAt: meeting.dates?.meetingAt ?? meetingAt,
});

export async function reviewData(material: Material): Promise<MailData['review-missed'] | null> {
  const review = await reviewOf(material);
  return review && partOf(material, review);
}

/** The invitation, or that the meeting is off, with the entry for a calendar beside it. */
export const inviting =
  (kind: 'review-invitation' | 'review-cancelled') =>
  async (material: Material, locale: Locale): Promise<WrittenMail | null> => {
    const { db, engagement, order, frame } = material;
    const review = await reviewOf(material);
    if (!review) return null;
    const data = { ...partOf(material, review), moved: order.facts['moved'] === 'true' };
    const invitation = await invitationOf(db, { review, engagement });
    const calendar = reviewInvite(invitation, { url: frame.url, locale, now: order.now });
    return { ...renderMail(kind, locale, data), calendar };
  };

export async function minutesData(material: Material): Promise<MailData['review-minutes'] | null> {
  const review = await reviewOf(material);
  if (!review) return null;
  const { minutes, actions, dates } = review.meeting;
  return {
    ...partOf(material, review),
    minutes: minutes ?? '',
    actions: actions.map(({ title, due }) => ({ title, due })),
    approvalDueAt: dates?.approvalDueAt ?? null,
    overdue: material.order.facts['overdue'] === 'true',
  };
}

export async function minutesDueData(material: Material): Promise<MailData['review-minutes-due'] | null> {
  const review = await reviewOf(material);
  return review && { ...partOf(material, review), dueAt: review.meeting.dates?.minutesDueAt ?? review.meetingAt };
}

export async function objectionData(material: Material): Promise<MailData['review-objection'] | null> {
  const review = await reviewOf(material);
  const objection = review?.meeting.objection;
  // New minutes have answered it meanwhile.
  if (!review || !objection) return null;
  return { ...partOf(material, review), side: objection.side, comment: objection.comment };
}
