import type { Evidence, OpOf, TaskRow, Violation } from '../evidence';
import { groupBy } from './count';

const I2 = (what: string): Violation => ({ invariant: 'I2', what });
const I3 = (what: string): Violation => ({ invariant: 'I3', what });
const I6 = (what: string): Violation => ({ invariant: 'I6', what });

/** I2, I3 and the replaying half of I6: what was decided, by whom, how often, and what the trail says of it. */
export function checkDecisions(evidence: Evidence): readonly Violation[] {
  const { ops, records } = evidence;
  const calls = groupBy(ops.filter(isDecide), ({ taskId }) => taskId);
  const entries = groupBy(records.trail.filter(isDecision), ({ taskId }) => taskId);
  const tasks = new Map(records.tasks.map((task) => [task.id, task]));
  return [
    ...[...calls].flatMap(([taskId, sent]) => ofTask(taskId, sent, tasks.get(taskId))),
    ...records.tasks.flatMap((task) => unasked(task, calls.get(task.id) ?? [])),
    ...records.tasks.flatMap((task) =>
      inTrail(
        task,
        (entries.get(task.id) ?? []).map(({ type }) => type),
      ),
    ),
    ...outcomes(evidence),
    ...evidence.differences.map(I3),
    ...records.brokenChains.map((stream) => I6(`the hashes of ${stream} do not fit`)),
  ];
}

const isDecide = (op: Evidence['ops'][number]): op is OpOf<'decide'> => op.op === 'decide';
const isDecision = ({ type }: { readonly type: string }): boolean => type === 'task.approve' || type === 'task.reject';

function ofTask(taskId: string, sent: readonly OpOf<'decide'>[], task: TaskRow | undefined): readonly Violation[] {
  const done = sent.filter(({ outcome }) => outcome === 'ok');
  const choices = [...new Set(done.map(({ choice }) => choice))];
  if (choices.length > 1) return [I3(`task ${taskId} was answered with success for ${choices.join(' and ')}`)];
  const [choice] = choices;
  if (choice === undefined || task?.decision === choice) return [];
  return [
    I2(`task ${taskId} was answered with success for ${choice} and is recorded as ${task?.decision ?? 'undecided'}`),
  ];
}

function unasked({ id, decision }: TaskRow, sent: readonly OpOf<'decide'>[]): readonly Violation[] {
  if (decision === null || sent.some(({ choice, outcome }) => choice === decision && outcome !== 'fail')) return [];
  return [I2(`task ${id} is recorded as ${decision}, which nobody sent`)];
}

/** The trail tells of a decision once, and of none that the records do not know. */
function inTrail({ id, decision }: TaskRow, types: readonly string[]): readonly Violation[] {
  const expected = decision === null ? [] : [`task.${decision}`];
  if (types.length === expected.length && types[0] === expected[0]) return [];
  return [I3(`task ${id} is ${decision ?? 'undecided'} and the trail tells ${types.join(', ') || 'nothing'} of it`)];
}

const ENDS = ['approved', 'rejected', 'withdrawn'];

/** I3 and I6: a request ends once, and as the trail and its own tasks say. */
function outcomes({ records }: Evidence): readonly Violation[] {
  const ends = groupBy(
    records.trail.filter(({ type }) => ENDS.some((end) => type === `request.${end}`)),
    ({ requestId }) => requestId,
  );
  return records.requests.flatMap(({ id, mark, status }) => {
    const told = (ends.get(id) ?? []).map(({ type }) => type.slice('request.'.length));
    const isAsTold = ENDS.includes(status) ? told.length === 1 && told[0] === status : told.length === 0;
    return isAsTold ? [] : [I6(`${mark} is ${status} and the trail tells of ${told.join(', ') || 'no end'}`)];
  });
}
