import type { Evidence, Op, Resources, Violation } from '../evidence';

const I10 = (what: string): Violation => ({ invariant: 'I10', what });
const I11 = (what: string): Violation => ({ invariant: 'I11', what });
const I12 = (what: string): Violation => ({ invariant: 'I12', what });

/** I10: after the last fault everything gets on. */
export function checkLiveness({ records, processes }: Evidence): readonly Violation[] {
  const waiting = new Set(records.tasks.filter(({ status }) => status === 'active').map(({ requestId }) => requestId));
  return [
    ...processes.flatMap(({ workflowId, stuck }) => (stuck === null ? [] : [I10(`${workflowId}: ${stuck}`)])),
    ...records.overdueMails.map((key) => I10(`the mail ${key} should have gone out`)),
    ...records.mails
      .filter(({ status }) => status === 'waiting')
      .map(({ key, error }) => I10(`the mail ${key} still waits (${error ?? 'no reason'})`)),
    ...records.requests
      .filter(({ id, status }) => status === 'pending' && !waiting.has(id))
      .map(({ mark }) => I10(`${mark} waits for nobody`)),
  ];
}

const UNAVAILABLE = [503, 504];

/** I11: faults are told in the way that the contract says, no part ends by itself, and no secret stands in a log. */
export function checkAnswers({ ops, conduct }: Evidence): readonly Violation[] {
  return [
    ...ops.flatMap((op) => ofAnswer(op, conduct.defects)),
    ...conduct.ends.map((end) => I11(`a part ended by itself: ${end}`)),
    ...conduct.leaks.map((place) => I11(`a secret stands in ${place}`)),
  ];
}

function ofAnswer({ op, key, status, hasRetryAfter }: Op, defects: readonly string[]): readonly Violation[] {
  if (status === null || status < 500) return [];
  if (!UNAVAILABLE.includes(status))
    return [I11([`${op} ${key} was answered with ${status}`, ...defects].join('; logged: '))];
  return hasRetryAfter ? [] : [I11(`${op} ${key} was answered with ${status} and no Retry-After`)];
}

/** Processes that came up meanwhile differ a little in what they hold, and a connection may be at work in each. */
const SHARE = 0.1;
const SPARE = { fileHandles: 60, connections: 8 } as const;

/** I12: handles and connections are given back. Memory is told in the report: Node gives it back when it likes. */
export const checkResources = ({ conduct: { before, after } }: Evidence): readonly Violation[] =>
  resourceFaults(before, after);

export const resourceFaults = (before: Resources, after: Resources): readonly Violation[] =>
  (['fileHandles', 'connections'] as const)
    .filter((name) => after[name] > before[name] * (1 + SHARE) + SPARE[name])
    .map((name) => I12(`${name}: ${before[name]} before, ${after[name]} after`));
