import type { MailLogPage, MailPage, MailRow } from '../mail-admin-data';
import { aField } from './a-field';
import { NOW } from './moment';
import type { Say } from './pages';

const row = (say: Say, given: Partial<MailRow> = {}): MailRow => ({
  href: '#',
  kind: 'tender-invitation',
  state: 'given-up',
  tone: 'failed',
  to: 'bids@oceanic.example',
  subject: say('投标邀请：客服热线外包（ENG-0007）', 'Invitation to tender: Customer hotline (ENG-0007)'),
  engagement: 'ENG-0007',
  error: '550 5.1.1 <bids@oceanic.example>: Recipient address rejected',
  at: NOW,
  ...given,
});

export const mailLogSample = (say: Say): MailLogPage => ({
  fields: [
    aField('recipient', say('收件人', 'Recipient'), { required: false, hint: say('姓名或地址', 'name or address') }),
    aField('state', say('状态', 'State'), {
      kind: 'choice',
      required: false,
      options: [{ value: '', text: say('全部', 'All'), chosen: true }],
    }),
    aField('engagement', say('外包项目', 'Engagement'), { required: false }),
  ],
  rows: [row(say), row(say, { state: 'sent', tone: 'done', error: null }), row(say, { state: 'collected', tone: 'plain', subject: null, error: null }), row(say, { state: 'skipped', tone: 'plain', subject: null, error: null })], // prettier-ignore
  nextHref: '#',
  sheets: { xlsx: '#', csv: '#' },
  filtered: false,
  next: [],
});

export const mailSample = (say: Say): MailPage => ({
  ...row(say),
  key: 'sample',
  address: null,
  messageId: '<0f9b2c1d7e6a4b3c8d5e9f0a1b2c3d4e@tenure.example>',
  attempts: 12,
  copies: 0,
  sentAt: null,
  about: { href: '#', text: 'ENG-0007' },
  templateHref: '#',
  way: 'retry',
  objection: null,
  action: '#',
  done: false,
  refusal: say('这封邮件的状态已改变，请查看下方说明。', 'The mail has moved on meanwhile; see below.'),
});
