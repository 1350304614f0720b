import { msToTs } from '@temporalio/common/lib/time';
import { obstacleIn } from '../../chaos/observe/processes';

const HEALED = 1_000_000;
type Description = Parameters<typeof obstacleIn>[0];
const described = (part: object): Description => ({ pendingActivities: [], ...part });
const step = (attempt: number, completedAt: number | null) =>
  described({
    pendingActivities: [{ attempt, lastAttemptCompleteTime: completedAt === null ? null : msToTs(completedAt) }],
  });

test.each<[string, Description, string | null]>([
  ['nothing is pending', described({}), null],
  ['a turn is tried for the second time', described({ pendingWorkflowTask: { attempt: 2 } }), null],
  ['a turn is tried for the third time', described({ pendingWorkflowTask: { attempt: 3 } }), 'turn'],
  ['a step has failed once since the last fault', step(2, HEALED + 1), null],
  ['a step has failed twice, and since the last fault', step(3, HEALED), 'step'],
  [
    'a step has failed during the faults alone, as one does whose worker died in its next try',
    step(4, HEALED - 1),
    'untried step',
  ],
  ['a step has never come to an end', step(3, null), 'untried step'],
])('%s', (_name, description, expected) => {
  expect(obstacleIn(description, HEALED)?.what ?? null).toBe(expected);
});
