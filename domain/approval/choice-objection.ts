import type { Refusal } from '../errors';
import type { TaskAct } from './events';
import { stepAfter } from './flow';
import type { Place } from './hand-on-objection';
import { barred } from './people';
import { wrongField } from './refusal';
import type { RequestState } from './state';

/** Whether an approval names the people of the next step, where the policy leaves that choice to the approver; null is yes. */
export function choiceObjection(state: RequestState, { userIds = [] }: TaskAct, { task, run }: Place): Refusal | null {
  const next = stepAfter(state.policy?.steps ?? [], run.key);
  const chooses = task.askedFor === null && next?.assignees.some((source) => 'previousSelect' in source) === true;
  if (!next || !chooses) return userIds.length > 0 ? wrongField('userIds', 'does not go with this decision') : null;
  const known = state.chosen[next.key] ?? [];
  const others = next.assignees.some((source) => !('previousSelect' in source));
  if (userIds.length === 0 && known.length === 0 && !others)
    return wrongField('userIds', `must name who decides ${next.title}`);
  const out = barred(state, next);
  return userIds.some((id) => out.has(id))
    ? wrongField('userIds', 'names a person who made or influenced the request')
    : null;
}
