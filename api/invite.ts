import ical, { ICalCalendarMethod } from 'ical-generator';
import type { StoredReview } from '../db/stores/reviews';

const HOUR = 3_600_000;

/** The calendar entry of a review: the same UID for ever, a higher SEQUENCE with every change. */
export function reviewInvite({
  review,
  title,
  publicUrl,
  now,
}: {
  review: StoredReview;
  title: string;
  publicUrl: string;
  now: number;
}): string {
  const calendar = ical({
    name: 'Tenure',
    method: ICalCalendarMethod.REQUEST,
    prodId: { company: 'Tenure', product: 'Reviews' },
  });
  calendar.createEvent({
    id: `review-${review.id}@tenure`,
    sequence: review.meeting.version - 1,
    stamp: new Date(now),
    start: new Date(review.meetingAt),
    end: new Date(review.meetingAt + HOUR),
    summary: `${title}: ${review.kind} review ${review.period}`,
    url: `${publicUrl}/engagements/${review.engagementId}`,
  });
  return calendar.toString();
}
