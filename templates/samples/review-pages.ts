import type { Locale } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import type { MeetingView } from '../review-page-data';
import { DAY, NOW } from './moment';
import { packDocumentSample } from './pack';
import type { Say } from './pages';

interface Surround {
  readonly locale: Locale;
  readonly shell: Shell;
  readonly visitor: Shell;
}

/** A quarter whose minutes wait for the vendor. */
export function reviewPageSamples(
  say: Say,
  { locale, shell, visitor }: Surround,
): Pick<PageData, 'review-pack' | 'review' | 'review-vendor'> {
  const pack = packDocumentSample(say, locale);
  const engagement = { number: 'ENG-2027-0042', title: say('客服热线外包', 'Customer hotline') };
  const forms = ['pdf', 'xlsx'].map((form) => ({ form, href: '#' }));
  return {
    'review-pack': { shell: visitor, pack, forms },
    review: {
      shell: { ...shell, nav: 'engagements' },
      engagement: { ...engagement, href: '#' },
      meeting: meetingSample(say),
      pack,
      forms,
      inviteHref: '#',
      actionHref: '#',
      offers: {
        held: false,
        minutes: true,
        actions: true,
        approve: true,
        object: true,
        reschedule: false,
        cancel: false,
      },
      people: [{ id: '1', name: say('李静', 'Jing Li') }],
      refusal: 'INVALID_FIELDS',
      exact: null,
      typed: {
        ...{ act: 'actions', participants: '', text: '', title: '', due: '', party: 'vendor', ownerId: '1' },
        ...{ comment: '', date: '', time: '', reason: '' },
        ...{ faults: { title: 'must not be empty', due: 'is needed' }, focus: 'title' },
      },
      kept: '',
    },
    'review-vendor': vendorSample(say, { locale, visitor }),
  };
}

const vendorSample = (say: Say, { locale, visitor }: Omit<Surround, 'shell'>): PageData['review-vendor'] => ({
  shell: visitor,
  engagement: { number: 'ENG-2027-0042', title: say('客服热线外包', 'Customer hotline') },
  vendor: say('云舟科技有限公司', 'Yunzhou Technology Co., Ltd.'),
  meeting: { ...meetingSample(say), objection: null },
  pack: packDocumentSample(say, locale),
  action: '#',
  hidden: { name: 'nonce', value: 'x' },
  mayApprove: true,
  mayObject: true,
  comment: '',
  typed: { faults: { comment: 'must have at least 2 characters' }, focus: 'comment' },
  refusal: 'COMMENT_REQUIRED',
  exact: null,
  done: null,
});

const meetingSample = (say: Say): MeetingView => ({
  kind: 'quarterly',
  period: '2027-Q3',
  state: 'minuted',
  meetingAt: NOW - 3 * DAY,
  heldAt: NOW - 3 * DAY,
  participants: [say('李静', 'Jing Li'), say('赵敏', 'Min Zhao')],
  minutes: say(
    '接通率恢复到目标以上。\n夜班人手已补齐。',
    'Calls are answered on target again.\nThe night shift is complete.',
  ),
  minutesDueAt: NOW,
  approvalDueAt: NOW + 2 * DAY,
  actions: [
    {
      title: say('双方演练线路切换', 'Rehearse the switch of lines together'),
      party: 'vendor',
      owner: say('李静', 'Jing Li'),
      due: '2027-12-15',
      state: 'open',
    },
  ],
  approvals: [
    { side: 'us', done: true },
    { side: 'vendor', done: false },
  ],
  objection: {
    side: 'vendor',
    comment: say('第二项行动的期限应为月底。', 'The second action is due at the end of the month.'),
    at: NOW - DAY,
  },
});
