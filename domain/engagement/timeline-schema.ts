import { z } from 'zod';

/** What the entries of an engagement's trail are about, in the order of its life; what belongs nowhere is `other`. */
export const EVENT_GROUPS = ['state', 'selection', 'contract', 'delivery', 'risk', 'exit', 'people', 'other'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

/** Who did it: somebody of the organisation, somebody of the vendor, or nobody. */
export const EVENT_SIDES = ['us', 'vendor', 'itself'] as const;
export type EventSide = (typeof EVENT_SIDES)[number];

/** What a timeline is narrowed down to: nothing named is all of it. */
export const TimelineFilter = z.object({
  event: z.enum(EVENT_GROUPS).optional(),
  by: z.enum(EVENT_SIDES).optional(),
});
export type TimelineFilter = z.infer<typeof TimelineFilter>;

/** First words of the types of entries, by what they are about. */
export const GROUP_WORDS: Readonly<Record<Exclude<EventGroup, 'other'>, readonly string[]>> = {
  state: [
    ...[
      'engagement',
      'gate',
      'gate-decided',
      'gate-submitted',
      'cancelled',
      'closed',
      'resumed',
      'signed',
      'suspended',
    ],
    ...[
      'went-live',
      'withdrawn',
      'request',
      'step',
      'task',
      'link',
      'branch',
      'decision',
      'duty',
      'agenda',
      'checklist',
    ],
  ],
  selection: ['needs', 'selection', 'tender', 'compliance', 'privacy'],
  contract: ['contract', 'obligation', 'subcontractor', 'document'],
  delivery: [
    ...['kpi', 'milestone', 'timesheet', 'invoice', 'issue', 'improvement', 'review', 'retrospective', 'lesson'],
    ...['standing', 'credit', 'survey', 'rating', 'feedback', 'pulse'],
  ],
  risk: ['risk', 'incident', 'signal', 'alarm'],
  exit: ['exit', 'settlement', 'deletion', 'purge', 'archive'],
  people: ['communication', 'communication-plan', 'contact', 'action-item'],
};

/** Every word that is in a group. */
export const GROUPED_WORDS: readonly string[] = Object.values(GROUP_WORDS).flat();
