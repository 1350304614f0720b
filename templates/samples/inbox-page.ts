import { BOXES, type Box } from '../../domain/approval/request-schema';
import type { InboxRow } from '../inbox-page-data';
import type { PageData, Shell } from '../page-data';
import { DAY, HOUR, NOW } from './moment';
import type { Say } from './pages';

const COUNTS: Readonly<Record<Box, number>> = { todo: 3, done: 12, 'closed-by-others': 4, cc: 2, mine: 1 };

/** An inbox after several decisions. */
export function inboxSample(say: Say, shell: Shell): PageData['inbox'] {
  return {
    shell,
    box: 'todo',
    boxes: BOXES.map((key) => ({ key, current: key === 'todo', count: COUNTS[key] })),
    q: '',
    kinds: [
      { key: 'gate-award', title: say('定商审批', 'Award to a vendor'), current: false },
      { key: 'payment', title: say('付款申请', 'Payment'), current: false },
    ],
    narrowed: false,
    overdue: false,
    orders: [
      { key: 'newest', current: true },
      { key: 'due', current: false },
    ],
    rows: rowsSample(say),
    more: null,
    sheets: { xlsx: '#', csv: '#' },
    next: [],
    batch: 'sample',
    comment: '',
    results: [
      { title: say('付款申请', 'Payment of an invoice'), href: '#', status: 'approved', refusal: null, exact: null },
      { title: say('采购申请', 'Purchase of seats'), href: null, status: null, refusal: 'TASK_CLOSED', exact: null },
    ],
    refusal: null,
  };
}

export function rowsSample(say: Say): readonly InboxRow[] {
  const row = (title: string, part: Partial<InboxRow>): InboxRow => ({
    href: '#',
    pick: 'sample',
    picked: false,
    title,
    step: say('财务复核', 'Finance review'),
    requester: say('王磊', 'Lei Wang'),
    engagement: { number: 'ENG-0007', title: say('客服热线外包（2027）', 'Customer hotline 2027') },
    amount: null,
    since: NOW - 2 * DAY,
    dueAt: null,
    late: null,
    status: 'active',
    onBehalfOf: null,
    by: null,
    ...part,
  });
  const amount = { amount: '1284500.00', currency: 'CNY' };
  return [
    row(say('定商审批：远洋客服有限公司', 'Award to Oceanic Care Ltd'), {
      amount,
      dueAt: NOW - 5 * HOUR,
      late: 'overdue',
    }),
    row(say('合同审批：IT 运维', 'Contract for IT operations'), {
      engagement: { number: 'ENG-0003', title: say('IT 运维外包', 'IT operations') },
      dueAt: NOW + 6 * HOUR,
      late: 'soon',
    }),
    row(say('付款申请', 'Payment of an invoice'), {
      engagement: null,
      amount: { amount: '36400.00', currency: 'CNY' },
      dueAt: NOW + 3 * DAY,
      late: 'on-time',
      onBehalfOf: say('陈明', 'Ming Chen'),
    }),
  ];
}
