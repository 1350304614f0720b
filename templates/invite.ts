import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import type { Locale } from '../domain/people/people';
import type { ReviewKind } from '../domain/review/pack-schema';
import { translate } from './catalog';
import { packTitle } from './pack/title';

const HOUR = 3_600_000;

interface Attendee {
  readonly name: string;
  readonly email: string;
}

export interface Invitation {
  readonly review: {
    readonly id: string;
    readonly kind: ReviewKind;
    readonly period: string;
    readonly meetingAt: number;
    readonly meeting: {
      readonly state: string;
      readonly sequence: number;
      readonly dates: { readonly meetingAt: number } | null;
    };
  };
  readonly number: string;
  readonly title: string;
  readonly organizer: Attendee;
  readonly attendees: readonly Attendee[];
}

interface Sending {
  /** Where its reader finds pack and minutes. */
  readonly url: string;
  readonly locale: Locale;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface CalendarFile {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
}

/**
 * The calendar entry of a review (RFC 5545, RFC 5546): one UID for ever, SEQUENCE counts its changes, times in UTC. A meeting
 * that was called off is taken out of calendars.
 */
export function reviewInvite(
  { review, number, title, organizer, attendees }: Invitation,
  { url, locale, now }: Sending,
): CalendarFile {
  const isOff = review.meeting.state === 'cancelled';
  const method = isOff ? 'CANCEL' : 'REQUEST';
  const start = review.meeting.dates?.meetingAt ?? review.meetingAt;
  const calendar = ical({
    name: 'Tenure',
    method: isOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
    prodId: { company: 'Tenure', product: 'Reviews' },
  });
  calendar.createEvent({
    id: `review-${review.id}@tenure`,
    sequence: review.meeting.sequence,
    stamp: new Date(now),
    start: new Date(start),
    end: new Date(start + HOUR),
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: `${packTitle(review, locale)} · ${translate(locale, 'word.engagement', { number, title })}`,
    description: translate(locale, 'invite.description', { url }),
    url,
    organizer,
    attendees: attendees.map((one) => ({
      ...one,
      rsvp: !isOff,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.NEEDSACTION,
      type: ICalAttendeeType.INDIVIDUAL,
    })),
  });
  return { method, content: calendar.toString() };
}
