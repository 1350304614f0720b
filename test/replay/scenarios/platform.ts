import { ApplicationFailure } from '@temporalio/common';
import { v7 as uuidv7 } from 'uuid';
import { type Acting, alone, type Scenario } from '../scenario';

const done = () => Promise.resolve();
const fail = () => Promise.reject(ApplicationFailure.nonRetryable('550 no such mailbox', 'MAIL_REFUSED'));
const letter = { key: 'm', kind: 'kpi-request', recipientId: 'ann', engagementId: 'e1', facts: {}, now: 1 };
const digest = { recipientId: 'ann', date: '2027-01-01', now: 1 };
const notice = { kind: 'fresh-link', taskId: 'r1.1', recipientId: 'ann', now: 1, key: 'n' };

interface Row {
  readonly name: string;
  readonly type: string;
  readonly story: string;
  readonly args?: readonly unknown[];
  readonly activities: Readonly<Record<string, unknown>>;
  readonly before?: readonly string[];
  readonly meanwhile?: (acting: Acting) => Promise<void>;
}

const QUIET = {
  ...{ sweep: () => Promise.resolve([]), lateWatches: () => Promise.resolve([]), dueDigests: () => Promise.resolve([]) },
  ...{ unfinishedPurges: () => Promise.resolve([]), sendMail: done, sendDigest: done },
};
const BUSY = {
  ...QUIET,
  ...{ sweep: () => Promise.resolve([letter]), lateWatches: () => Promise.resolve(['e1', 'e2']) },
  ...{ dueDigests: () => Promise.resolve([digest]), unfinishedPurges: () => Promise.resolve([uuidv7()]) },
  ...{ purgeRows: () => Promise.resolve('nothing-left'), purgeContents: done, purgeProcesses: done },
  finishPurge: () => Promise.resolve('nothing-left'),
};
const twice = uuidv7();
const CHANGES = ['nudges', 'digests', 'purges'];

const REMOVAL = { stopSamples: () => Promise.resolve(['engagement-e1']), removeSampleRows: done, forgetSamples: done };

const rows: readonly Row[] = [
  { name: 'sweep/quiet', type: 'sweepWorkflow', story: 'A night on which nothing is to be done.', activities: QUIET },
  { name: 'sweep/busy', type: 'sweepWorkflow', story: 'Mails, late watches, digests and a purge that nobody started.', activities: BUSY },
  { name: 'sweep/same-purge-twice', type: 'sweepWorkflow', story: 'A purge that runs already is not started again.', activities: { ...BUSY, unfinishedPurges: () => Promise.resolve([twice, twice]), purgeRows: () => new Promise((end) => setTimeout(() => end('nothing-left'), 1_000)) } },
  { name: 'sweep/mail-refused', type: 'sweepWorkflow', story: 'A mail and a digest are refused.', activities: { ...BUSY, sendMail: fail, sendDigest: fail } },
  ...[...CHANGES.map((change) => [change]), CHANGES].map((before) => ({
    ...{ name: `sweep/busy-before-${before.length > 1 ? 'all' : (before[0] ?? '')}`, type: 'sweepWorkflow', activities: BUSY, before },
    story: `A night before there were ${before.join(', ')}.`,
  })),
  { name: 'courier/events', type: 'courierWorkflow', story: 'Events are taken to webhooks and chat groups.', activities: { deliverEvents: done } },
  { name: 'courier/events-tried-again', type: 'courierWorkflow', story: 'The courier falls and runs again.', activities: { deliverEvents: failingOnce() } },
  { name: 'courier/mails', type: 'mailCourierWorkflow', story: 'Ordered mails are taken to the relay.', activities: { deliverMails: done } },
  { name: 'samples/loaded', type: 'loadSamplesWorkflow', story: 'Samples are made, step by step.', args: [{ setId: 's' }], activities: { makeSample: done } },
  { name: 'samples/made-twice', type: 'loadSamplesWorkflow', story: 'A step of the samples is done again, because its worker fell.', args: [{ setId: 's' }], activities: { makeSample: failingOnce() } },
  { name: 'samples/removed', type: 'removeSamplesWorkflow', story: 'Samples are stopped, taken away and forgotten.', args: [{ setId: 's' }], activities: REMOVAL },
  { name: 'notice/sent', type: 'noticeWorkflow', story: 'A fresh link is mailed.', args: [notice], activities: { sendNotice: done } },
  { name: 'notice/tried-again', type: 'noticeWorkflow', story: 'The relay is away for a moment.', args: [notice], activities: { sendNotice: failingOnce() } },
  { name: 'letters/none', type: 'lettersWorkflow', story: 'Nobody is to be written to.', args: [[]], activities: QUIET },
  { name: 'letters/two', type: 'lettersWorkflow', story: 'Two people are written to.', args: [[letter, { ...letter, key: 'n' }]], activities: QUIET },
  { name: 'letters/refused', type: 'lettersWorkflow', story: 'One of two mailboxes refuses.', args: [[letter, { ...letter, key: 'n' }]], activities: { ...QUIET, sendMail: refusingOnce() } },
  ...[0, 1, 130].map((count) => ({
    ...{ name: `presence/${count}`, type: 'presenceWorkflow', args: [{ personIds: ['ann'] }] },
    story: `Somebody is away for whom ${count} requests wait, none of which is open any more.`,
    activities: { openRequestsOf: () => Promise.resolve(Array.from({ length: count }, () => uuidv7())) },
    meanwhile: async ({ handle }: Acting) => {
      await handle.executeUpdate('told', { args: [{}] }).catch(() => undefined);
      await handle.result();
    },
  })),
];

function failingOnce(): () => Promise<void> {
  let failed = false;
  return () => {
    const first = !failed;
    failed = true;
    return first ? Promise.reject(new Error('421 come back later')) : done();
  };
}

function refusingOnce(): () => Promise<void> {
  let refused = false;
  return () => {
    const first = !refused;
    refused = true;
    return first ? fail() : done();
  };
}

export const platformScenarios = (): readonly Scenario[] =>
  rows.map(({ name, story, type, args = [], activities, before = [], meanwhile }) => ({
    ...{ name, story, before },
    play: (stage) => {
      const start = { type, workflowId: `${name.replace('/', '-')}-${uuidv7()}`, args };
      return alone(stage, activities, { ...start, ...(meanwhile && { meanwhile }) });
    },
  }));
