import type { AgendaItem } from '../../domain/engagement/agenda';
import { ownQueue, testWorker, timeSkipping, type TestTemporal, withWorkers } from '../temporal';
import { agendaOfItems, quietActivities } from '../fakes/activities';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

const DAY = 86_400_000;
const nothing = { mails: [], reviews: [], replan: false, relabel: false };

interface Done {
  readonly items: readonly AgendaItem[];
  readonly now: number;
}

/** Runs the monitoring over an agenda until every item is done, then stops it; answers what was done and when. */
async function monitor(
  itemsFrom: (start: number) => readonly AgendaItem[],
  outcomes: Partial<Record<string, typeof nothing>> = {},
): Promise<readonly Done[]> {
  const start = Date.now();
  const items = itemsFrom(start);
  const done: Done[] = [];
  const performAgenda = (step: Done): Promise<typeof nothing> => {
    done.push(step);
    return Promise.resolve(outcomes[step.items[0]?.key ?? ''] ?? nothing);
  };
  const taskQueue = ownQueue();
  const activities = { ...quietActivities, planAgenda: agendaOfItems(items), performAgenda };
  const worker = await testWorker(temporal, { taskQueue, activities });
  await withWorkers([worker], async () => {
    const handle = await temporal.client.workflow.start('monitoringWorkflow', {
      workflowId: `monitoring-${taskQueue}`,
      taskQueue,
      args: [{ engagementId: 'e1', cursor: { at: start, key: '' } }],
    });
    await temporal.sleep((items.at(-1)?.at ?? start) - start + DAY);
    await handle.signal('stopMonitoring');
    await handle.result();
  });
  return done;
}

const item = (key: string, at: number): AgendaItem => ({ key, kind: 'kpi-open', at, facts: {} });

test('what falls due is done on its day, in order, and once', async () => {
  const done = await monitor((start) => [1, 2, 40].map((day) => item(`d${day}`, start + day * DAY)));

  expect(done.map(({ items }) => items.map(({ key }) => key))).toEqual([['d1'], ['d2'], ['d40']]);
  expect(done.every(({ items, now }) => now >= (items[0]?.at ?? 0) && now < (items[0]?.at ?? 0) + DAY / 2)).toBe(true);
});

test('items of the same instant are done in one step', async () => {
  const done = await monitor((start) => [item('a', start + DAY), item('b', start + DAY), item('c', start + 2 * DAY)]);

  expect(done.map(({ items }) => items.map(({ key }) => key))).toEqual([['a', 'b'], ['c']]);
});

test('a hundred dates survive handing over to new runs, none lost and none doubled', async () => {
  const done = await monitor((start) =>
    Array.from({ length: 100 }, (_none, n) => item(`n${String(n).padStart(3, '0')}`, start + (n + 1) * DAY)),
  );

  expect(done.flatMap(({ items }) => items.map(({ key }) => key))).toEqual(
    Array.from({ length: 100 }, (_none, n) => `n${String(n).padStart(3, '0')}`),
  );
});
