import { ApplicationFailure } from '@temporalio/common';
import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../../activities';
import { agendaOfItems } from '../../fakes/agenda';
import type { EngagementDesk } from '../../workflows/engagement-desk';
import { DAY } from '../scenario';

export interface Life {
  readonly name: string;
  readonly story: string;
  readonly activities?: Partial<Activities>;
  readonly activitiesOf?: (desk: EngagementDesk) => Partial<Activities>;
  /** What people do; afterwards an administrator ends what has not ended. */
  readonly live: (desk: EngagementDesk) => Promise<void>;
}

export const AWAY = { reason: 'because' };

/** Decides the same gate again, after it was sent back. */
export async function again(desk: EngagementDesk, gate: 'needs' | 'exit'): Promise<void> {
  const requestId = uuidv7();
  await desk.submit(gate, requestId);
  await desk.decide(requestId, 'send-back', { target: 'START' });
  await desk.journal.until('request draft 1');
  await desk.submit(gate, uuidv7());
  await desk.journal.until('request pending 2');
  await desk.decide(requestId, 'approve');
  await desk.journal.until('engagement.gate-decided', 2);
}

export async function leave(desk: EngagementDesk): Promise<void> {
  await desk.goLive();
  await desk.pass('exit');
  await desk.pass('settlement');
  await desk.handle().signal('exitProgressed');
  await desk.handle().result();
}

export async function reject(desk: EngagementDesk, gate: 'needs' | 'award' | 'contract' | 'renewal' | 'exit' | 'settlement') {
  const requestId = uuidv7();
  const before = desk.journal.count('engagement.gate-decided');
  await desk.submit(gate, requestId);
  await desk.decide(requestId, 'reject');
  await desk.journal.until('engagement.gate-decided', before + 1);
}

export const early: readonly Life[] = [
  { name: 'untouched', story: 'Nobody does anything.', live: (desk) => desk.journal.until('created') },
  { name: 'needs-rejected', story: 'The first gate is rejected.', live: (desk) => reject(desk, 'needs') },
  {
    name: 'award-rejected',
    story: 'The award is rejected.',
    live: async (desk) => {
      await desk.pass('needs');
      await reject(desk, 'award');
    },
  },
  {
    name: 'contract-rejected',
    story: 'The contract is rejected.',
    live: async (desk) => {
      for (const gate of ['needs', 'award'] as const) await desk.pass(gate);
      await reject(desk, 'contract');
    },
  },
  {
    name: 'withdrawn-at-once',
    story: 'It is withdrawn before anything is asked.',
    live: async (desk) => {
      await desk.say('withdraw', AWAY);
    },
  },
  {
    name: 'withdrawn-with-gate-open',
    story: 'It is withdrawn while its first gate is open, whose request is superseded.',
    live: async (desk) => {
      await desk.submit('needs', uuidv7());
      await desk.say('withdraw', AWAY);
    },
  },
  { name: 'sent-back', story: 'A gate is sent back and passed in its second round.', live: (desk) => again(desk, 'needs') },
  {
    name: 'refusals',
    story: 'What may not be is refused and leaves no trace.',
    live: async (desk) => {
      for (const update of ['goLive', 'suspend', 'resume']) await desk.say(update, AWAY);
      await desk.submit('exit', uuidv7());
      await desk.pass('needs');
    },
  },
  {
    name: 'gate-not-prepared',
    story: 'The dossier of a gate cannot be made: the gate stays free and is submitted again.',
    activitiesOf: failingOnce,
    live: async (desk) => {
      await desk.submit('needs', uuidv7());
      await desk.pass('needs');
    },
  },
  {
    name: 'unlabelled',
    story: 'There is nothing to show where workflows are listed.',
    activities: { labelsOf: () => Promise.resolve(null) },
    live: (desk) => desk.pass('needs'),
  },
];

function failingOnce({ fakes: { prepareGate } }: EngagementDesk): Partial<Activities> {
  let failed = false;
  const fail = () => Promise.reject(ApplicationFailure.nonRetryable('The dossier is incomplete.', 'INVALID_FIELDS'));
  return {
    prepareGate: (order) => {
      const first = !failed;
      failed = true;
      return first ? fail() : prepareGate(order);
    },
  };
}

export const inService: readonly Life[] = [
  { name: 'live', story: 'It goes through three gates into service.', live: (desk) => desk.goLive() },
  {
    name: 'live-one-signature',
    story: 'One party signs, and it cannot be withdrawn any more.',
    live: async (desk) => {
      for (const gate of ['needs', 'award', 'contract'] as const) await desk.pass(gate);
      await desk.say('sign', { party: 'us', signatory: 'S', signedAt: '2026-12-01' });
      await desk.say('withdraw', AWAY);
    },
  },
  {
    name: 'suspended-and-resumed',
    story: 'The service stands still twice; meetings to come are called off.',
    activities: { comingReviews: () => Promise.resolve([uuidv7()]) },
    live: async (desk) => {
      await desk.goLive();
      for (const update of ['suspend', 'resume', 'suspend', 'resume']) await desk.say(update, AWAY);
    },
  },
  {
    name: 'renewed',
    story: 'A renewal is approved and another one rejected.',
    live: async (desk) => {
      await desk.goLive();
      await desk.pass('renewal');
      await reject(desk, 'renewal');
    },
  },
  {
    name: 'beside-the-gates',
    story: 'Approvals that are no gate take effect, with mails, dates and labels.',
    activities: {
      applySideRequest: ({ engagementId, now }) =>
        Promise.resolve({
          ...{ replan: true, relabel: true, reviews: [] },
          mails: [{ key: 'm', kind: 'settlement-approved', recipientId: 'owner', engagementId, facts: {}, now }],
        }),
    },
    live: async (desk) => {
      await desk.goLive();
      for (const requestId of ['change-1', 'change-2'])
        await desk.handle().signal('requestDecided', { requestId, outcome: 'approved' });
      await desk.journal.until('mail settlement-approved');
    },
  },
  {
    name: 'beside-the-gates-silent',
    story: 'An approval that is no gate changes nothing else.',
    live: async (desk) => {
      await desk.goLive();
      await desk.handle().signal('requestDecided', { requestId: 'change-3', outcome: 'rejected' });
      await desk.journal.until('side request change-3 rejected');
    },
  },
  {
    name: 'cancelled-with-gate-open',
    story: 'An administrator ends it while a renewal is being decided.',
    live: async (desk) => {
      await desk.goLive();
      await desk.submit('renewal', uuidv7());
    },
  },
  {
    name: 'relabelled',
    story: 'It hears that its labels have changed.',
    live: async (desk) => {
      await desk.pass('needs');
      await desk.handle().signal('relabel');
      await desk.handle().executeUpdate('started', { args: [{}] });
    },
  },
  {
    name: 'dates',
    story: 'Dates come round while it is in service.',
    activities: { planAgenda: agendaOfItems([{ key: 'soon', kind: 'kpi-open', at: Date.now() + DAY, facts: {} }]) },
    live: (desk) => desk.goLive(),
  },
];
