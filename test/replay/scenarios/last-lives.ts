import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../../activities';
import { CAUSES } from '../../../domain/engagement/schema';
import type { EngagementDesk } from '../../workflows/engagement-desk';
import { again, AWAY, leave, type Life, reject } from './lives';

export const atTheEnd: readonly Life[] = [
  { name: 'closed', story: 'A whole life: into service, exit, settlement, closed.', live: leave },
  { name: 'exit-sent-back', story: 'The exit is sent back once.', live: async (desk) => desk.goLive().then(() => again(desk, 'exit')) },
  { name: 'exit-rejected', story: 'The exit is rejected and the service goes on.', live: async (desk) => desk.goLive().then(() => reject(desk, 'exit')) },
  {
    name: 'settlement-rejected',
    story: 'The settlement is rejected, then approved.',
    live: async (desk) => {
      await desk.goLive();
      await desk.pass('exit');
      await reject(desk, 'settlement');
      await desk.pass('settlement');
      await desk.handle().result();
    },
  },
  {
    name: 'closed-late',
    story: 'The settlement is agreed while a dataset is still being carried over.',
    activities: { mayClose: lateYes() },
    live: leave,
  },
  {
    name: 'exit-while-suspended',
    story: 'The exit is approved while the service stands still.',
    live: async (desk) => {
      await desk.goLive();
      await desk.say('suspend', { ...AWAY, on: '2027-01-10' });
      await desk.pass('exit');
      await desk.say('resume', AWAY);
    },
  },
  {
    name: 'suspended-in-notice',
    story: 'The service stands still during its notice, and again.',
    activities: { comingReviews: () => Promise.resolve([uuidv7()]) },
    live: async (desk) => {
      await desk.goLive();
      await desk.pass('exit');
      await desk.say('suspend', { ...AWAY, on: '2027-03-01' });
      await desk.say('resume', AWAY);
      await desk.say('suspend', { ...AWAY, on: '2027-03-31' });
    },
  },
  {
    name: 'exit-with-tasks',
    story: 'The exit lays out its playbook and tells everybody with a task.',
    activities: {
      openExit: ({ engagementId, now }) =>
        Promise.resolve([{ key: 'x', kind: 'engagement-closed', recipientId: 'owner', engagementId, facts: {}, now }]),
    },
    live: leave,
  },
  ...CAUSES.map((cause) => ({
    name: `exit-${cause}`,
    story: `It is terminated: ${cause}.`,
    live: async (desk: EngagementDesk) => {
      await desk.goLive();
      const requestId = uuidv7();
      const termination = { cause, noticeDate: '2027-01-01', effectiveDate: '2027-03-31', comment: 'Thanks.' };
      await desk.submit('exit', requestId, { termination });
      await desk.decide(requestId, 'approve');
      await desk.journal.until('engagement.gate-decided', 4);
    },
  })),
];

function lateYes(): Activities['mayClose'] {
  let asked = 0;
  return () => Promise.resolve((asked += 1) > 1);
}
