import { everyAccount } from '../people/accounts';
import { countsAs } from '../people/role-changes';
import type { Role } from '../people/people';
import type { Actor } from './events';
import { editorsIn } from './people';
import type { Step } from './schema';
import { type RequestState, runOf, type Task } from './state';

/** Everybody with a part in a request: who made it or stands to gain, and who has, had or will have something to decide. */
export const partiesOf = (state: RequestState): readonly string[] => {
  const { requesterId, excludedIds, tasks, runs, accounts } = state;
  const held = tasks.flatMap(({ assigneeId, ownerId, onBehalfOfId }) => [assigneeId, ownerId, onBehalfOfId ?? ownerId]);
  const planned = runs.flatMap(({ seats }) => seats.map(({ personId }) => personId));
  return [...everyAccount([requesterId, ...excludedIds, ...editorsIn(state), ...held, ...planned], accounts)];
};

/** Somebody acting on a request at a moment. */
interface Acting {
  readonly state: RequestState;
  readonly actor: Actor;
  readonly now: number;
}

const counts = (role: Role, { state, actor: { standing }, now }: Acting): boolean =>
  standing === undefined || countsAs(role, standing, { partyIds: partiesOf(state), now });

/** Whether somebody acts as an administrator here. */
export const actsAsAdmin = (acting: Acting): boolean => acting.actor.admin && counts('admin', acting);

/** Whether somebody holds a task by a role alone that does not count in this request yet. */
export function holdsByNewRole(task: Task, step: Step, acting: Acting): boolean {
  const roles = rolesBehind(acting.state, task, step);
  const isNew = (role: Role): boolean => acting.actor.standing?.roles.includes(role) === true && !counts(role, acting);
  return roles.some(isNew) && !roles.some((role) => counts(role, acting));
}

/** The roles any of which has led to a task; none where its holder was named, or came in for somebody else. */
function rolesBehind(state: RequestState, task: Task, { assignees }: Step): readonly Role[] {
  const plan = runOf(state, task)?.seats[task.seat];
  if (plan?.personId !== task.assigneeId) return [];
  if (plan.reasonCode === 'EMPTY_ADMIN') return plan.personId === state.policy?.settings.adminId ? [] : ['admin'];
  const named = assignees.flatMap((source) => ('role' in source ? [source.role] : []));
  const byRole = plan.origin === 'role' || (plan.origin === 'matrix' && named.length === assignees.length);
  return byRole && plan.reasonCode === null ? named : [];
}
