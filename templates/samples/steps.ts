import type { RequestView, StepView, TaskView } from '../page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const TASK = { onBehalfOf: null, asked: null, later: [], reasonCode: null, comment: null, dueAt: NOW + DAY } as const;
const OPEN = { ...TASK, status: 'active', word: 'active', decidedAt: null, channel: null } as const;
const DONE = { ...TASK, status: 'approved', word: 'approved', decidedAt: NOW - DAY, channel: 'page' } as const;
const STEP = { round: 1, reasonCode: null } as const;

/** A step that was approved, one on its way with a substitute and an opinion, and one that lies ahead. */
export const stepsSample = (say: Say): RequestView['steps'] => [
  { ...STEP, title: say('业务负责人', 'Business owner'), mode: 'any', status: 'approved', tasks: [ownerSample(say)] },
  boardSample(say),
  { ...STEP, title: say('分管领导', 'Executive'), mode: 'quorum', status: 'waiting', tasks: [] },
];

const ownerSample = (say: Say): TaskView => ({
  ...DONE,
  name: say('周敏', 'Min Zhou'),
  comment: say('同意，团队现场考察过。', 'Agreed, we have seen their site.'),
  channel: 'email',
});

function boardSample(say: Say): StepView {
  const [away, substitute] = [say('陈明', 'Ming Chen'), say('李静', 'Jing Li')];
  const opinion: TaskView = {
    ...DONE,
    name: say('何洁', 'Jie He'),
    asked: { key: 'path.asked-opinion', name: substitute },
    status: 'returned',
    word: 'opinion',
    comment: say('价格合理。', 'The price is fair.'),
  };
  return {
    ...STEP,
    title: say('财务与法务会签', 'Finance and legal'),
    mode: 'all',
    status: 'active',
    tasks: [
      { ...OPEN, name: away, status: 'waiting', word: 'waiting-substitute' },
      { ...OPEN, name: substitute, onBehalfOf: away },
      opinion,
      { ...DONE, name: say('赵宁', 'Ning Zhao'), later: [say('孙涛', 'Tao Sun')], word: 'approved-awaiting' },
    ],
  };
}
