import type { RequestDesk } from '../workflows/approval-desk';
import { hiddenOf } from './page-form';
import { type Answer, type RunningLinks, visit } from './running-links';

export type Choice = Readonly<Record<string, string>>;

/** Presses of one round, for and against in turn. */
export const PRESSES: readonly Choice[] = Array.from({ length: 50 }, (_, index) =>
  index % 2 === 0 ? { decision: 'approve' } : { decision: 'reject', comment: 'Too dear.' },
);

/** Presses many times at once on one form, through the API processes in turn. */
export async function pressTogether(
  processes: readonly string[],
  path: string,
  presses: readonly Choice[],
): Promise<Answer[]> {
  const at = (index: number): string => `${processes[index % processes.length] ?? ''}${path}`;
  const form = hiddenOf((await visit(at(0))).text);
  return Promise.all(presses.map((choice, index) => pressed(at(index), { ...form, ...choice })));
}

/** An engine that is too busy answers 503 and names a time to come back: the same decision is sent again, as any client would. */
async function pressed(url: string, fields: Choice, left = 5): Promise<Answer> {
  const answer = await visit(url, { fields });
  return answer.status === 503 && left > 0 ? pressed(url, fields, left - 1) : answer;
}

export const decisionsOf = async (request: RequestDesk): Promise<(string | null)[]> =>
  (await request.view()).steps.flatMap(({ tasks }) => tasks.flatMap(({ decision }) => decision ?? []));

export async function decidedEvents({ database }: RunningLinks, request: RequestDesk): Promise<number> {
  const rows = await database
    .db('audit_events')
    .where({ stream: `request:${request.id}` })
    .pluck<string[]>('type');
  return rows.filter((type) => type === 'task.approve' || type === 'task.reject').length;
}

export interface Round {
  readonly statuses: readonly number[];
  /** What is not exactly one decision, told alike to everybody. */
  readonly fault: unknown;
}

/** One request whose one link is pressed by everybody at once. */
export async function pressRound(world: RunningLinks, processes: readonly string[], policy: string): Promise<Round> {
  const request = await world.desk.open(policy);
  const answers = await pressTogether(processes, await world.linkOf(request, 'A'), PRESSES);
  const statuses = answers.map(({ status }) => status);
  const [decisions, events] = [await decisionsOf(request), await decidedEvents(world, request)];
  const told = PRESSES.map(({ decision }, index) => [decision === decisions[0], statuses[index]] as const);
  const isToldAlike = told.every(([agrees, status]) => (agrees ? status === 200 : status === 409 || status === 410));
  const isClean = decisions.length === 1 && events === 1 && isToldAlike;
  return { statuses, fault: isClean ? null : { decisions, events, statuses } };
}
