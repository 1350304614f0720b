import { listTasks } from '../db/read/inbox';
import { peopleToRemind } from '../db/read/digest';
import { sentAt, settleCollected } from '../db/stores/mail-log';
import { findPerson } from '../db/stores/people';
import { localDate } from '../domain/calendar/zone';
import type { DigestOrder } from '../domain/mail/order';
import type { MailData } from '../templates/mail-data';
import { renderMail } from '../templates/render';
import { requestTitle } from '../templates/request-title';
import type { Deps } from './deps';
import { postMail } from './mail';
import { taskFacts } from './task-facts';

type Line = MailData['digest']['tasks'][number];

/** Whoever has more to decide than this goes on from the inbox. */
const MOST_LINES = 50;

export const digestActivities = (deps: Deps) => ({
  /** Everybody for whom reminders were collected: one digest per person and day of the person's own calendar. */
  async dueDigests({ now }: { now: number }): Promise<readonly DigestOrder[]> {
    const people = await peopleToRemind(deps.db);
    return people.map(({ id, timeZone }) => ({ recipientId: id, date: localDate(timeZone, now), now }));
  },

  /** Safe to repeat: the mail log keeps one digest per person and day; who has nothing left to decide gets none. */
  async sendDigest({ recipientId, date, now }: DigestOrder): Promise<void> {
    const key = `digest:${recipientId}:${date}`;
    const recipient = await findPerson(deps.db, recipientId);
    const tasks = await openLines(deps, recipientId, now);
    if (recipient && tasks.length > 0) {
      const { name, timeZone, locale } = recipient;
      const data = { to: { name, timeZone }, url: `${deps.publicUrl}/inbox`, date, tasks };
      const write = () => Promise.resolve(renderMail('digest', locale, data));
      await postMail(deps, { key, kind: 'digest', recipient, now, write });
    }
    // What was collected after the day's digest went out waits for the next one.
    await settleCollected(deps.db, recipientId, (await sentAt(deps.db, key)) ?? now);
  },
});

async function openLines(deps: Deps, userId: string, now: number): Promise<readonly Line[]> {
  const open = await listTasks(deps.db, { userId, box: 'todo', limit: MOST_LINES, after: null });
  const lines: Line[] = [];
  for (const { task } of open) {
    const facts = task && (await taskFacts(deps, { taskId: task.id, now }));
    if (facts) lines.push(lineOf(facts));
  }
  return lines;
}

const lineOf = ({ data, locale, overdue }: NonNullable<Awaited<ReturnType<typeof taskFacts>>>): Line => ({
  title: requestTitle(locale, data.request),
  requester: data.request.requester,
  dueAt: data.dueAt,
  overdue,
  url: data.url,
});
