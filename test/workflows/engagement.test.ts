import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { EngagementLabels } from '../../activities/labels';
import { until } from '../../bin/parts/processes';
import { agendaOfItems } from '../fakes/agenda';
import { keepHistory } from '../history';
import { timeSkipping, type TestTemporal } from '../temporal';
import { EngagementDesk } from './engagement-desk';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

test('an agreed settlement is told once, before the end of the engagement is', async () => {
  const desk = new EngagementDesk(temporal);
  await desk.run({}, async (engagement) => {
    await desk.goLive();
    await desk.pass('exit');
    await desk.pass('settlement');
    expect(await engagement.result()).toMatchObject({ state: 'CLOSED', settled: true });
    await keepHistory(engagement, 'engagement-9');
  });

  expect(desk.journal.lines.filter((line) => line.startsWith('mail'))).toEqual([
    'mail settlement-approved',
    'mail engagement-closed',
  ]);
});

test('a settlement that is rejected is told to nobody and can be submitted again', async () => {
  const desk = new EngagementDesk(temporal);
  await desk.run({}, async (engagement) => {
    await desk.goLive();
    await desk.pass('exit');
    await desk.submit('settlement', 'r1');
    await desk.decide('r1', 'reject');
    await desk.journal.until('settlement rejected');
    expect(desk.journal.count('mail settlement-approved')).toBe(0);

    await desk.pass('settlement');
    await engagement.result();
  });

  expect(desk.journal.count('mail settlement-approved')).toBe(1);
});

const DAY = 86_400_000;

/** What a workflow has shown of itself besides its stage, in order. */
async function shownBy(handle: WorkflowHandle): Promise<readonly object[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) => {
    const fields = Object.entries(upsert?.searchAttributes?.indexedFields ?? {});
    const labels = fields.filter(([name]) => /^Tenure(Owner|Vendor|Health)$/.test(name));
    const values = labels.map(([name, value]) => [name, defaultPayloadConverter.fromPayload<string>(value)]);
    return values.length > 0 ? [Object.fromEntries(values) as object] : [];
  });
}

test('owner, vendor and health are shown where workflows are listed, each only when it changes', async () => {
  const desk = new EngagementDesk(temporal);
  const labels: { -readonly [K in keyof EngagementLabels]: EngagementLabels[K] } = {
    ownerId: 'owner',
    vendorId: null,
    health: 'green',
  };
  const asked = { times: 0 };
  const labelsOf = () => {
    asked.times += 1;
    return Promise.resolve({ ...labels });
  };
  const dueAt = Date.now() + DAY;
  const planAgenda = agendaOfItems([
    { key: 'close', kind: 'kpi-close', at: dueAt, facts: {} },
    { key: 'close again', kind: 'kpi-close', at: dueAt + DAY, facts: {} },
  ]);
  const performAgenda = () => {
    labels.health = 'red';
    return Promise.resolve({ mails: [], reviews: [], replan: false, relabel: true });
  };

  await desk.run({ labelsOf, planAgenda, performAgenda }, async (engagement) => {
    await desk.pass('needs');
    labels.vendorId = 'v1';
    await desk.pass('award');
    await desk.pass('contract');
    await desk.signAndGoLive();
    await temporal.sleep(3 * DAY);
    // Days pass in a moment here: the word of what a closing made of its health may still be on its way.
    await until(async () => (await shownBy(engagement)).length === 3, {
      ...{ limitMs: 60_000, everyMs: 200 },
      sentence: 'The health that has changed was never shown.',
    });
    await desk.say('cancel');
    await engagement.result();
    expect(await shownBy(engagement)).toEqual([
      { TenureOwner: 'owner', TenureHealth: 'green' },
      { TenureVendor: 'v1' },
      { TenureHealth: 'red' },
    ]);
  });

  // Asked anew while nothing had changed, and then nothing was sent. How often depends on which messages meet in one task.
  expect(asked.times).toBeGreaterThan(3);
});
