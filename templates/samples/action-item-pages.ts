import type { PageData, Shell } from '../page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

/** Somebody's open work, and one item of it that comes back with a remark. */
export function itemSamples(say: Say, shell: Shell): Pick<PageData, 'action-items' | 'action-item'> {
  const about = say('ENG-0007 客服热线外包（2027）', 'ENG-0007 Customer hotline 2027');
  const title = say('提交季度安全报告', 'Hand in the quarterly security report');
  const row = { href: '#', about, state: 'open' as const };
  return {
    'action-items': {
      shell: { ...shell, nav: 'action-items' },
      rows: [
        { ...row, kind: 'obligation', title, dueAt: NOW - DAY, late: 'overdue' },
        { ...row, kind: 'certificate-expiry', title: null, dueAt: NOW + 2 * DAY, late: 'soon', state: 'submitted' },
      ],
      more: null,
      sheets: { xlsx: '#', csv: '#' },
    },
    'action-item': {
      shell: { ...shell, nav: 'action-items' },
      item: {
        kind: 'obligation',
        title,
        state: 'open',
        dueAt: NOW - DAY,
        late: 'overdue',
        assignee: say('李静', 'Jing Li'),
        approver: say('王磊', 'Lei Wang'),
        comment: say('请补充第三章的数据。', 'Please add the figures of chapter three.'),
        waiver: { reason: say('本季度没有服务。', 'There was no service this quarter.'), by: say('陈明', 'Ming Chen') },
        closed: null,
      },
      about: { text: about, href: '#' },
      workplace: '#',
      actionHref: '#',
      offers: ['done', 'confirm-waiver', 'assign', 'cancel'],
      people: [{ id: 'sample', name: say('王磊', 'Lei Wang') }],
      ...{ text: '', assigneeId: 'sample', unsaid: true },
      refusal: 'COMMENT_REQUIRED',
    },
  };
}
