import { openRequest, REVISION } from '../../domain/approval/reducer';
import type { Node } from '../../domain/approval/schema';
import type { RequestState, StepRun, Task, TaskClock } from '../../domain/approval/state';
import type { RequestView, StepView, TaskView } from '../page-data';
import { DAY, NOW } from './moment';

const NO_CLOCK: TaskClock = {
  ...{ dueAt: null, remindAt: null, reminded: 0, lastRemindedAt: null },
  ...{ managerAt: null, adminAt: null, timeoutAt: null, presenceAt: null },
};

/** The state of a request whose steps are listed like this, as far as a picture of its way shows it. */
export function stateSample(steps: RequestView['steps'], nodes: readonly Node[]): RequestState {
  const now = NOW - 2 * DAY;
  const opened = openRequest(
    {
      ...{ requestId: 'sample', policyKey: 'award', gate: null, requesterId: '', subjectHash: '', latestAt: null },
      ...{ excludedIds: [], ccIds: [], select: {}, revision: REVISION },
    },
    now,
  );
  const begun = steps
    .map((step, index) => ({ step, key: nodes[index]?.key ?? '' }))
    .filter(({ step }) => hasBegun(step));
  return {
    ...opened,
    policy: { key: 'award', version: 1, settings: {}, steps: nodes },
    runs: begun.map(({ step, key }) => runOf(step, key, now)),
    tasks: begun.flatMap(({ step, key }) => step.tasks.map((task, seat) => taskOf(task, { runId: key, seat }))),
  };
}

const hasBegun = ({ status }: StepView): boolean => status !== 'waiting';

const runOf = ({ title, round, mode, status }: StepView, key: string, startedAt: number): StepRun => ({
  ...{ id: key, key, title, round, mode, status, startedAt },
  ...{ reasonCode: null, seats: [], closesAt: null, retryAt: null },
});

const taskOf = ({ name, asked, status, decidedAt, word }: TaskView, at: Pick<Task, 'runId' | 'seat'>): Task => ({
  ...at,
  ...{ id: `${at.runId}:${name}`, assigneeId: name, ownerId: name, onBehalfOfId: null },
  ...{ origin: 'direct', weight: 1, status, decision: word === 'opinion' ? 'opinion' : null, reasonCode: null },
  ...{ decisionId: null, channel: null, activeAt: NOW - DAY, decidedAt, urgedAt: null, clock: NO_CLOCK },
  ...{ seeking: null, askedById: asked && `${at.runId}:${asked.name}`, askedFor: asked && 'opinion' },
  ...{ waitsFor: status === 'waiting' ? 'substitute' : null, pausedAt: null, signing: null },
});
