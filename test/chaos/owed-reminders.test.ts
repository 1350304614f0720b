import { owedReminders } from '../../chaos/checker/mails';
import { RIGHT_RECORDS } from './evidence';

const [task] = RIGHT_RECORDS.tasks;
const [ask] = RIGHT_RECORDS.mails;
const open = { ...task!, status: 'active', decision: null, endedAt: null };
const reminder = { ...ask!, kind: 'reminder', key: 'r' };
const DUE = open.activeAt + 5_000;

test.each([
  ['that is not due yet is waited for', DUE - 1, [open], [ask!], 1],
  ['that is late is waited for', DUE + 60_000, [open], [ask!], 1],
  ['that was written down and not sent is waited for', DUE, [open], [{ ...reminder, status: 'on its way' }], 1],
  ['that was sent is not waited for', DUE, [open], [reminder], 0],
  ['that is lost is not waited for', DUE + 60_001, [open], [ask!], 0],
  ['of a task that has ended is not waited for', DUE, [task!], [ask!], 0],
  ['that nobody is to have is not waited for', DUE, [{ ...open, remindAfterMs: null }], [ask!], 0],
])('a reminder %s', (_what, now, tasks, mails, owed) => {
  expect(owedReminders({ tasks, mails }, now)).toBe(owed);
});
