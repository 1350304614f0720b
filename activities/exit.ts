import { exitStatus } from '../db/read/exit';
import { exitPlaybook } from '../db/read/exit-playbook';
import { findEngagement } from '../db/stores/engagements';
import { insertExitTask } from '../db/stores/exit-tasks';
import { inTransaction } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import { layOutPlaybook, tasksFor } from '../domain/exit/playbook';
import type { MailOrder } from '../domain/mail/order';
import { holders } from './agenda/people';
import type { Deps } from './deps';
import { exitTaskLetters } from './exit-task-letters';
import { returnLetters } from './return-letters';

interface OpenExit {
  readonly engagementId: string;
  readonly effectiveDate: string;
  readonly cause: string;
  readonly now: number;
}

export const exitActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Lays out the playbook of the exit, tells everybody who has a task in it and asks for what is to be given back. */
  openExit: ({ engagementId, effectiveDate, cause, now }: OpenExit): Promise<readonly MailOrder[]> =>
    inTransaction(db, async (trx) => {
      const engagement = await findEngagement(trx, engagementId);
      if (!engagement) return [];
      const mails: MailOrder[] = [];
      const tasks = tasksFor(await exitPlaybook(trx), engagement.service_type);
      const leaving = { ...engagement, exit_cause: cause, exit_effective_date: effectiveDate };
      for (const task of layOutPlaybook(tasks, { effectiveDate, today: localDate(engagement.time_zone, now) })) {
        const [assigneeId = engagement.owner_id] = holders(engagement, task.role);
        await insertExitTask(trx, engagementId, { task: { ...task, assigneeId }, now });
        mails.push(...exitTaskLetters(leaving, { ...task, assigneeId }, { word: 'given', now }));
      }
      return [...mails, ...(await returnLetters(trx, engagement, { effectiveDate, now }))];
    }),

  /** The settlement is agreed and nothing of the exit is open any more. */
  async mayClose({ engagementId }: { engagementId: string }): Promise<boolean> {
    return (await exitStatus(db, engagementId)).mayClose;
  },
});
