import type { Act, Actor } from '../domain/approval/events';
import { objection } from '../domain/approval/objection';
import type { RequestView } from '../domain/approval/request-schema';
import type { Channel } from '../domain/approval/words';
import { DomainError } from '../domain/errors';
import { hasRole, type Person } from '../domain/people/people';
import { standingOf } from '../db/read/role-holders';
import { requestView } from '../db/read/requests';
import { accountsOf } from '../db/stores/accounts';
import { savedState } from '../db/stores/requests';
import { requestWorkflowId } from '../workflows/ids';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway'>;

export const actorOf = (person: Person, channel: Channel): Actor => ({
  id: person.id,
  admin: hasRole(person, 'admin'),
  channel,
});

/** With roles that have changed lately, where such changes wait, and accounts of people who have several. */
export async function asTheyStand(db: Services['db'], actor: Actor, act?: Act): Promise<Actor> {
  const standing = await standingOf(db, actor.id);
  const accounts = await accountsOf(db, [
    ...[actor.id, ...(act ? namedIn(act) : [])],
    // Whoever changed their roles has a part in the request by any account.
    ...(standing?.changes ?? []).map(({ byId }) => byId),
  ]);
  return { ...actor, ...(standing && { standing }), ...(Object.keys(accounts).length > 0 && { accounts }) };
}

const namedIn = (act: Act): readonly string[] => [
  ...(act.toId === undefined ? [] : [act.toId]),
  ...(act.on === 'task' ? (act.userIds ?? []) : []),
];

/** One person doing one thing. */
export interface Doing {
  readonly act: Act;
  readonly actor: Actor;
}

/** The one way to act: an update of the request's workflow. One that has ended answers from its last record. */
export async function perform({ db, gateway }: Deps, requestId: string, { act, actor }: Doing): Promise<void> {
  const doing = { act, actor: await asTheyStand(db, actor, act) };
  const { decisionId } = act;
  try {
    const id = requestWorkflowId(requestId);
    await gateway.update({
      id,
      update: 'act',
      arg: doing,
      updateId: `${actor.id}:${act.action}:${decisionId}`,
    });
  } catch (error) {
    if (!(error instanceof DomainError) || !['STATE_CONFLICT', 'NOT_FOUND'].includes(error.code)) throw error;
    await answerFromRecord({ db }, requestId, { doing, error });
  }
}

async function answerFromRecord(
  { db }: Pick<Deps, 'db'>,
  requestId: string,
  { doing, error }: { doing: Doing; error: DomainError },
): Promise<void> {
  const { act, actor } = doing;
  const state = await savedState(db, requestId);
  if (!state) throw error;
  if (act.on === 'task') {
    const row = await db<RecordedTask>('request_tasks').where({ id: act.taskId }).first();
    if (row?.assignee_id === actor.id && row.decision_id === act.decisionId && row.decision === act.action) return;
    if (row && !state.tasks.some(({ id }) => id === act.taskId)) throw ofEarlierRound(row, actor.id);
  }
  const refusal = objection(state, act, { actor, now: state.closedAt ?? state.startedAt });
  throw refusal ? DomainError.from(refusal) : error;
}

interface RecordedTask {
  readonly id: string;
  readonly assignee_id: string;
  readonly decision_id: string | null;
  readonly decision: string | null;
}

const ofEarlierRound = (row: RecordedTask, actorId: string): DomainError =>
  row.assignee_id === actorId
    ? new DomainError('TASK_CLOSED', 'The task belongs to an earlier round.')
    : new DomainError('NOT_ASSIGNEE', 'This task belongs to somebody else.');

export async function existing({ db }: Pick<Deps, 'db'>, id: string): Promise<RequestView> {
  const view = await requestView(db, id);
  if (!view) throw new DomainError('NOT_FOUND', 'There is no such request.');
  return view;
}
