import type { RequestView, TaskView } from '../domain/approval/request-schema';
import type { Db } from '../db/knex';
import { findPeople } from '../db/stores/people';

/** What other people wrote about this task to its holder: who handed it on, who asked, who has answered. */
export async function noteFor(db: Db, view: RequestView, taskId: string): Promise<string | null> {
  const tasks = view.steps.find((step) => step.tasks.some(({ id }) => id === taskId))?.tasks ?? [];
  const own = tasks.find(({ id }) => id === taskId);
  const said = own ? [...askedWords(tasks, own), ...answers(tasks, own)].filter(({ comment }) => comment) : [];
  if (said.length === 0) return null;
  const people = await findPeople(
    db,
    said.map(({ assigneeId }) => assigneeId),
  );
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
  return said.map(({ assigneeId, comment }) => `${nameOf(assigneeId)}: ${comment ?? ''}`).join('\n');
}

/** The one who asked for this task, or who held it before. */
function askedWords(tasks: readonly TaskView[], own: TaskView): readonly TaskView[] {
  if (own.askedById !== null) return tasks.filter(({ id }) => id === own.askedById);
  if (own.origin !== 'transfer') return [];
  return tasks.filter(({ status, ownerId }) => status === 'transferred' && ownerId === own.ownerId).slice(-1);
}

/** Opinions and signatures that the holder asked for. */
const answers = (tasks: readonly TaskView[], own: TaskView): readonly TaskView[] =>
  tasks.filter(({ askedById, decision }) => askedById === own.id && decision !== null);
