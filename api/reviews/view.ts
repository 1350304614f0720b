import type { Meeting } from '../../domain/review/meeting';
import type { ReviewView } from '../../domain/review/record-schema';
import type { StoredReview } from '../../db/stores/reviews';

const instant = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** A review as people see it; `meeting` is what its process knows now. */
export const reviewView = (
  { id, engagementId, kind, period, meetingAt }: StoredReview,
  meeting: Meeting,
  packSha256: string | null,
): ReviewView => ({
  id,
  engagementId,
  kind,
  period,
  state: meeting.state,
  meetingAt: new Date(meeting.dates?.meetingAt ?? meetingAt).toISOString(),
  minutesDueAt: instant(meeting.dates?.minutesDueAt),
  approvalDueAt: instant(meeting.dates?.approvalDueAt),
  heldAt: instant(meeting.heldAt),
  participants: [...meeting.participants],
  minutes: meeting.minutes,
  actions: meeting.actions.map(({ title, ownerId, due, party }) => ({ title, ownerId, due, ...(party && { party }) })),
  approvedBy: [...meeting.approvedBy],
  objection: meeting.objection && { ...meeting.objection, at: new Date(meeting.objection.at).toISOString() },
  packSha256,
});
