import type { RequestView, TaskView } from '../../domain/approval/request-schema';
import type { Possible } from '../../domain/approval/possible';
import type { Db } from '../../db/knex';
import { type Choice, CHOICES, type DecisionForm, type Said } from '../../templates/page-data';
import { namesOf, type NameOf } from './request-view';

type Step = RequestView['steps'][number];

/** Abstaining means something only where votes are weighed against each other. */
const VOTING: readonly string[] = ['quorum', 'ratio', 'weighted', 'ballot'];

export const choicesOf = ({ actions }: Possible, { mode }: Pick<Step, 'mode'>): readonly Choice[] =>
  CHOICES.filter((choice) => actions.includes(choice) && (choice !== 'abstain' || VOTING.includes(mode)));

type FromTask =
  | 'choices'
  | 'commentRequired'
  | 'targets'
  | 'requireSignature'
  | 'dueAt'
  | 'onBehalfOf'
  | 'step'
  | 'opinion'
  | 'said'
  | 'lent';

/** What a form that decides a task says and asks, wherever it stands; null when there is no such task. */
export async function decisionOn(
  db: Db,
  { steps }: RequestView,
  possible: Possible,
): Promise<Pick<DecisionForm, FromTask> | null> {
  const step = steps.find(({ tasks }) => tasks.some(({ id }) => id === possible.taskId));
  const task = step?.tasks.find(({ id }) => id === possible.taskId);
  if (!step || !task) return null;
  const nameOf = await namesOf(
    db,
    step.tasks.flatMap(({ assigneeId, onBehalfOfId }) => [assigneeId, onBehalfOfId]),
  );
  return {
    choices: choicesOf(possible, step),
    opinion: possible.actions.includes('opinion'),
    commentRequired: possible.reasonRequired || possible.actions.includes('opinion'),
    targets: possible.targets.map(({ key, title }) => ({ key, title })),
    requireSignature: possible.signatureRequired,
    dueAt: task.dueAt === null ? null : Date.parse(task.dueAt),
    onBehalfOf: task.onBehalfOfId && nameOf(task.onBehalfOfId),
    step: step.title,
    said: [...askedWords(step, task), ...answers(step, task)].map(({ key, by }): Said => ({
      key,
      name: nameOf(by.assigneeId),
      text: by.comment,
    })),
    lent: lentTo(step, task, nameOf),
  };
}

interface Words {
  readonly key: string;
  readonly by: TaskView;
}

/** Who asked for this task, or who held it before, with what they wrote about it. */
function askedWords({ tasks }: Step, own: TaskView): readonly Words[] {
  if (own.askedById !== null && own.askedFor !== null)
    return tasks.filter(({ id }) => id === own.askedById).map((by) => ({ key: `said.asked-${own.askedFor}`, by }));
  if (own.origin !== 'transfer') return [];
  const before = tasks.findLast(({ status, ownerId }) => status === 'transferred' && ownerId === own.ownerId);
  return before ? [{ key: 'said.transfer', by: before }] : [];
}

/** Opinions and signatures that the holder asked for. */
const answers = ({ tasks }: Step, own: TaskView): readonly Words[] =>
  tasks
    .filter(({ askedById, decision }) => askedById === own.id && decision !== null)
    .map((by) => ({ key: `said.${by.decision ?? ''}`, by }));

/** Who else could answer first, while the holder may decide all the same. */
function lentTo({ tasks }: Step, own: TaskView, nameOf: NameOf): DecisionForm['lent'] {
  if (own.decision !== null) return { key: 'decide.changing', name: '' };
  const isWith =
    own.status === 'delegated'
      ? ({ askedById, status }: TaskView) => askedById === own.id && status === 'active'
      : ({ onBehalfOfId, origin }: TaskView) => onBehalfOfId === own.assigneeId && origin === 'substitute';
  const key = own.status === 'delegated' ? 'decide.lent-opinion' : 'decide.lent-substitute';
  const other = own.status === 'delegated' || own.waitsFor === 'substitute' ? tasks.findLast(isWith) : undefined;
  return other ? { key, name: nameOf(other.assigneeId) } : null;
}
