import type { MailData } from '../mail-data';

type Kind =
  | 'tender-invitation'
  | 'tender-amended'
  | 'tender-cancelled'
  | 'tender-reminder'
  | 'vendor-question'
  | 'vendor-answer'
  | 'bid-receipt'
  | 'award-won'
  | 'award-lost'
  | 'questionnaire'
  | 'tender-asked'
  | 'tender-opened';
type Say = (chinese: string, english: string) => string;
type About = Omit<MailData['tender-asked'], 'question'>;

const AT = Date.UTC(2026, 10, 30, 7, 30);
const DAY = 86_400_000;

/** Believable data for the mails of a tender. */
export function tenderMailSamples(say: Say, given: About): Pick<MailData, Kind> {
  const about = { ...given, url: 'http://localhost:3000/v/018f4c1e-sample' };
  const dates = { closeAt: AT + 20 * DAY, questionsUntil: AT + 10 * DAY };
  const items = [say('客服坐席（40 席）', 'Agents (40 seats)'), say('一次性搭建', 'One-off setup')];
  const question = say('夜班如何排班？', 'How do you staff the nights?');
  return {
    'tender-invitation': {
      ...about,
      ...dates,
      introduction: say('我们寻找 2027 年客服热线的合作伙伴。', 'We look for a partner for our hotline in 2027.'),
      items,
    },
    'tender-amended': { ...about, ...dates, items },
    'tender-cancelled': { ...about, ...dates, reason: say('预算已调整。', 'The budget has changed.') },
    'tender-reminder': { ...about, ...dates },
    'vendor-question': { ...about, ...dates, question, dueAt: AT + 2 * DAY, lowBid: true },
    'vendor-answer': { ...about, ...dates, question, answer: say('两班轮换。', 'In two shifts.') },
    'bid-receipt': { ...about, ...dates, at: AT, late: true, sha256: 'a3f1'.repeat(16) },
    'award-won': { ...about, rank: null },
    'award-lost': { ...about, rank: 2 },
    questionnaire: {
      to: given.to,
      url: 'http://localhost:3000/q/sample',
      vendor: given.vendor ?? '',
      title: say('数据安全问卷（基础版）', 'Data security, basic'),
      until: '2026-12-30',
    },
    'tender-asked': { ...given, question },
    'tender-opened': { ...given, bids: 3, invited: 4 },
  };
}
