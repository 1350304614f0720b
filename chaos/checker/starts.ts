import type { Evidence, Op, Violation } from '../evidence';
import { engagementWorkflowId, requestWorkflowId } from '../../workflows/ids';
import { groupBy, tally } from './count';

interface Thing {
  readonly id: string;
  readonly mark: string;
  readonly workflowId: string;
  readonly entry: string;
}

/** I1: what was started exists once as row, process and entry of the trail; what is in doubt once or not at all. */
export function checkStarts({ ops, records, processes }: Evidence): readonly Violation[] {
  const executions = new Map(processes.map(({ workflowId, executions: count }) => [workflowId, count]));
  const opened = tally(records.trail, ({ type, stream, requestId }) =>
    type === 'request.opened' ? requestId : type === 'engagement.created' ? stream : null,
  );
  const things: readonly Thing[] = [
    ...records.requests.map(({ id, mark }) => ({ id, mark, workflowId: requestWorkflowId(id), entry: id })),
    ...records.engagements.map(({ id, mark }) => ({
      id,
      mark,
      workflowId: engagementWorkflowId(id),
      entry: `engagement:${id}`,
    })),
  ];
  const byMark = groupBy(things, ({ mark }) => mark);
  const calls = groupBy(ops, (op) => (op.op === 'start' || op.op === 'engage' ? op.mark : null));
  return [
    ...[...calls].flatMap(([mark, tries]) => ofMark(mark, tries, byMark.get(mark) ?? [])),
    ...things.flatMap((thing) => wholeness(thing, { executions, opened })),
    ...strays(things, calls),
  ];
}

const said = (what: string): Violation => ({ invariant: 'I1', what });

function ofMark(mark: string, tries: readonly Op[], found: readonly Thing[]): readonly Violation[] {
  const isOk = tries.some(({ outcome }) => outcome === 'ok');
  const inDoubt = tries.some(({ outcome }) => outcome === 'info');
  if (found.length > 1) return [said(`${mark} exists ${found.length} times`)];
  if (isOk && found.length === 0) return [said(`${mark} was answered with success and does not exist`)];
  if (!isOk && !inDoubt && found.length > 0) return [said(`${mark} was refused and exists`)];
  return answeredIds(tries)
    .filter((id) => id !== found[0]?.id)
    .map((id) => said(`${mark} was answered as ${id} and is ${found[0]?.id ?? 'nowhere'}`));
}

/** Repetitions under one key answer with one id. */
const answeredIds = (tries: readonly Op[]): readonly string[] => [
  ...new Set(
    tries.flatMap((op) => (op.op === 'start' ? op.requestId : op.op === 'engage' ? op.engagementId : null) ?? []),
  ),
];

interface Beside {
  readonly executions: ReadonlyMap<string, number>;
  readonly opened: (entry: string) => number;
}

function wholeness({ mark, workflowId, entry }: Thing, { executions, opened }: Beside): readonly Violation[] {
  const runs = executions.get(workflowId) ?? 0;
  const entries = opened(entry);
  return [
    ...(runs === 1 ? [] : [said(`${mark} has ${runs} processes`)]),
    ...(entries === 1 ? [] : [said(`${mark} is opened ${entries} times in the trail`)]),
  ];
}

/** Whatever bears a mark of these clients was asked for by one of them. */
const strays = (things: readonly Thing[], calls: ReadonlyMap<string, unknown>): readonly Violation[] =>
  things.filter(({ mark }) => !calls.has(mark)).map(({ mark }) => said(`${mark} exists and nobody asked for it`));
