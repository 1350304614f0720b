import type { NoticeOrder } from '../../activities/notice';
import type { Gateway } from '../gateway';

const SUMMARY = {
  code: 'A one-time code',
  'new-link': 'A new decision link',
  decided: 'What was decided through a link',
  'link-locked': 'A decision link was locked',
  'decision-reported': 'A decision was reported as not made by its person',
} as const satisfies Record<NoticeOrder['kind'], string>;

/** Has a mail sent that no approval workflow asks for; the same order again is the same mail. */
export const startNotice = ({ start }: Pick<Gateway, 'start'>, order: NoticeOrder): Promise<void> =>
  start({
    workflow: 'noticeWorkflow',
    id: `notice-${order.kind}-${order.id}`,
    args: [order],
    summary: SUMMARY[order.kind],
  });
