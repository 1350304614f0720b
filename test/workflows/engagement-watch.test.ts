import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { Activities } from '../../activities';
import { keepHistory } from '../history';
import { agendaOfItems } from '../fakes/agenda';
import { timeSkipping, type TestTemporal } from '../temporal';
import { EngagementDesk } from './engagement-desk';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

const DAY = 86_400_000;
const Patch = z.object({ id: z.string() });

test('a date before the service comes round, and none after the engagement was withdrawn', async () => {
  const desk = new EngagementDesk(temporal);
  const start = Date.now();
  const planAgenda = agendaOfItems([
    { key: 'tender closes', kind: 'kpi-close', at: start + 10 * DAY, facts: {} },
    { key: 'far away', kind: 'kpi-close', at: start + 100 * DAY, facts: {} },
  ]);

  await desk.run({ planAgenda }, async (engagement) => {
    await desk.journal.until('created');
    await temporal.sleep(11 * DAY);
    await desk.journal.until('tender closes');
    await desk.say('withdraw', { reason: 'No need any more.' });
    await engagement.result();
    await temporal.client.workflow.getHandle(`monitoring-${desk.id}`).result();
    await keepHistory(engagement, 'engagement-6');
  });

  expect(desk.journal.count('far away')).toBe(0);
});

test('a decision about something beside the gates takes effect once, and the open gate goes on', async () => {
  const desk = new EngagementDesk(temporal);
  await desk.run({}, async (engagement) => {
    await desk.submit('needs', 'r1');
    await engagement.signal('requestDecided', { requestId: 'change-1', outcome: 'approved' });
    await desk.journal.until('side request change-1 approved');
    await desk.decide('r1', 'approve');
    await desk.journal.until('engagement.gate-decided');
    expect(await desk.state()).toMatchObject({ state: 'VENDOR_SELECTION' });
    await desk.say('cancel', { reason: 'End of the test.' });
    await engagement.result();
    await keepHistory(engagement, 'engagement-7');
  });

  expect(desk.journal.count('side request change-1 approved')).toBe(1);
});

test('work that a passed gate has opened comes round at once', async () => {
  const desk = new EngagementDesk(temporal);
  const agenda = { work: 'none' as 'none' | 'open' | 'said' };
  // As the real agenda does: what has not been said comes round behind the cursor, wherever that stands.
  const planAgenda: Activities['planAgenda'] = ({ cursor }) => {
    const far = { key: 'far away', kind: 'kpi-close' as const, at: cursor.at + 100 * DAY, facts: {} };
    const work = { key: 'work opened by the gate', kind: 'action-item' as const, at: cursor.at + 1, facts: {} };
    return Promise.resolve(agenda.work === 'open' ? [work, far] : [far]);
  };
  const applyGate = () => {
    agenda.work = 'open';
    return Promise.resolve();
  };
  const performAgenda: Activities['performAgenda'] = (order) => {
    agenda.work = 'said';
    return desk.fakes.performAgenda(order);
  };

  await desk.run({ planAgenda, applyGate, performAgenda }, async (engagement) => {
    await desk.pass('needs');
    await desk.journal.until('work opened by the gate');
    await desk.say('cancel', { reason: 'End of the test.' });
    await engagement.result();
    await keepHistory(engagement, 'engagement-8');
  });

  expect(desk.journal.count('far away')).toBe(0);
});

test('an engagement by the date keeper is watched from its opening to its end, and has no monitoring', async () => {
  const desk = new EngagementDesk(temporal, { byDateKeeper: true });
  await desk.run({}, async (engagement) => {
    await desk.journal.until('watch begins');
    await desk.goLive();
    await desk.say('suspend', { reason: 'audit' });
    await engagement.signal('requestDecided', { requestId: 'change-1', outcome: 'approved' });
    await desk.journal.until('side request change-1 approved');
    await desk.say('cancel', { reason: 'End of the test.' });
    await engagement.result();
    await keepHistory(engagement, 'engagement-10-by-date-keeper');
    await expect(temporal.client.workflow.getHandle(`monitoring-${desk.id}`).describe()).rejects.toThrow('not found');
    // Which course it takes stands in its arguments; the one patch is for all changes together.
    expect(await patchesOf(engagement)).toEqual(new Set(['all-changes-from-the-start']));
  });

  const { lines } = desk.journal;
  expect(lines.filter((line) => line.startsWith('watch'))).toEqual(['watch begins', 'watch ends']);
  // Each state that is entered moves dates, and so does a first day of service.
  const entered = lines.filter((line) => line === 'dates are found anew').length;
  expect(entered).toBeGreaterThanOrEqual(6);
  expect(lines.lastIndexOf('dates are found anew')).toBeGreaterThan(lines.indexOf('engagement.suspended'));
});

test('an exit that is approved while the service stands still leaves it so; both ends of a suspension in the notice move dates', async () => {
  const desk = new EngagementDesk(temporal, { byDateKeeper: true });
  await desk.run({}, async (engagement) => {
    await desk.goLive();
    await desk.say('suspend', { reason: 'audit', on: '2027-01-10' });
    await desk.pass('exit');
    expect(await desk.state()).toMatchObject({ state: 'EXITING', suspendedFrom: 'EXITING' });
    const before = desk.journal.count('dates are found anew');
    expect(await desk.say('resume', { reason: 'done' })).toBeNull();
    expect(await desk.say('suspend', { reason: 'audit', on: '2027-03-31' })).toBe('STATE_CONFLICT');
    expect(await desk.say('suspend', { reason: 'audit', on: '2027-03-30' })).toBeNull();
    await desk.journal.until('dates are found anew', before + 2);
    await desk.say('cancel', { reason: 'End of the test.' });
    await engagement.result();
    await keepHistory(engagement, 'engagement-11-suspended-notice');
  });
});

async function patchesOf(engagement: WorkflowHandle): Promise<ReadonlySet<string>> {
  const { events } = await engagement.fetchHistory();
  const markers = (events ?? []).flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker?.markerName === 'core_patch' ? (marker.details?.['patch-data']?.payloads ?? []) : [],
  );
  return new Set(markers.map(({ data }) => Patch.parse(JSON.parse(Buffer.from(data ?? []).toString())).id));
}
