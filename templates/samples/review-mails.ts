import type { MailData } from '../mail-data';
import { DAY, NOW } from './moment';

/** What every mail of an engagement says. */
type About = Omit<MailData['review-missed'], 'kind' | 'period' | 'meetingAt'>;
type Pick2 = (chinese: string, english: string) => string;

const minutesPart = (pick: Pick2) => ({
  minutes: pick(
    '接通率恢复到目标以上。夜班人手已补齐。',
    'Calls are answered on target again. The night shift is complete.',
  ),
  actions: [{ title: pick('双方演练线路切换', 'Rehearse the switch of lines together'), due: '2026-12-15' }],
  approvalDueAt: NOW + 5 * DAY,
  overdue: false,
});

export type ReviewMailName =
  | 'review-invitation'
  | 'review-missed'
  | 'review-cancelled'
  | 'review-minutes-due'
  | 'review-minutes'
  | 'review-objection';

export function reviewMails(pick: Pick2, about: About): Pick<MailData, ReviewMailName> {
  const review = { ...about, kind: 'quarterly' as const, period: '2026-Q4', meetingAt: NOW };
  const comment = pick('第二项行动的期限应为月底。', 'The second action is due at the end of the month.');
  return {
    'review-invitation': { ...review, moved: false },
    'review-missed': review,
    'review-cancelled': { ...review, moved: true },
    'review-minutes-due': { ...review, dueAt: NOW + 3 * DAY },
    'review-minutes': { ...review, ...minutesPart(pick) },
    'review-objection': { ...review, side: 'vendor', comment },
  };
}
