import { shippedTitle } from '../../domain/exit/playbook';
import type { ExitTaskView } from '../exit-part-data';
import type { Say } from './pages';

const DAY = 86_400_000;

const task = (key: string, due: string, assignee: string): ExitTaskView => ({
  key,
  title: shippedTitle(key) ?? { en: key, 'zh-CN': key },
  waitsFor: [],
  due,
  state: 'open',
  assignee,
  comment: null,
  waiver: null,
  closedBy: null,
  closedAt: null,
});

/** Tasks of an exit: one done, one that is to be left out, one that waits. */
export const exitTaskSamples = (say: Say, now: number): readonly ExitTaskView[] => [
  {
    ...task('notify-vendor', '2026-11-01', say('王磊', 'Lei Wang')),
    state: 'done',
    comment: say('已发挂号信', 'Sent by registered mail'),
    closedBy: say('王磊', 'Lei Wang'),
    closedAt: now - 30 * DAY,
  },
  {
    ...task('knowledge-transfer', '2026-12-01', say('陈静', 'Jing Chen')),
    state: 'waiver-asked',
    waiver: { reason: say('服务不再继续', 'The service ends for good'), askedBy: say('陈静', 'Jing Chen') },
  },
  {
    ...task('migrate-data', '2026-12-17', say('赵敏', 'Min Zhao')),
    waitsFor: [{ en: 'Complete the inventory of datasets', 'zh-CN': '完成数据集清单' }],
  },
];
