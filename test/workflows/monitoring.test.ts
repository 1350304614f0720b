import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { keepHistory } from '../history';
import { ownQueue, testWorker, timeSkipping, type TestTemporal, withWorkers } from '../temporal';
import { agendaOfItems, turnsOver } from '../fakes/agenda';
import { Outage } from '../fakes/troubles';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const nothing = { mails: [], reviews: [], replan: false, relabel: false };

interface Done {
  readonly items: readonly AgendaItem[];
  readonly now: number;
}

interface Watched {
  readonly handle: WorkflowHandle;
  readonly outage: Outage;
  readonly done: readonly Done[];
}

type Deeds = Pick<Activities, 'planAgenda' | 'performAgenda'>;
const withTurns = (deeds: Deeds) => ({ ...deeds, takeTurn: turnsOver(deeds) });

/** How a run does its dates: as runs do now, or as those did that began before. */
let way: { readonly inTurns?: true };
const WAYS = [
  ['in turns', { inTurns: true }],
  ['by plan', {}],
] as const;

/** Runs the monitoring over an agenda until every item is done, then stops it; answers what was done and when. */
async function monitor(
  itemsFrom: (start: number) => readonly AgendaItem[],
  meanwhile: (watched: Watched) => Promise<void> = () => Promise.resolve(),
): Promise<readonly Done[]> {
  const start = await temporal.now();
  const items = itemsFrom(start);
  const [outage, done] = [new Outage(), [] as Done[]];
  const performAgenda = outage.cutsOff((step: Done): Promise<typeof nothing> => {
    done.push(step);
    return Promise.resolve(nothing);
  });
  const taskQueue = ownQueue();
  const activities = withTurns({ planAgenda: outage.cutsOff(agendaOfItems(items)), performAgenda });
  const worker = await testWorker(temporal, { taskQueue, activities });
  await withWorkers([worker], async () => {
    const handle = await temporal.client.workflow.start('monitoringWorkflow', {
      workflowId: `monitoring-${taskQueue}`,
      taskQueue,
      args: [{ engagementId: 'e1', cursor: { at: start, key: '' }, ...way }],
    });
    await meanwhile({ handle, outage, done });
    await temporal.sleep((items.at(-1)?.at ?? start) + DAY - (await temporal.now()));
    await handle.signal('stopMonitoring');
    await handle.result();
    // Each test keeps its own in place of the one before; the last one is long and has an outage in it.
    if (way.inTurns) await keepHistory(handle, 'monitoring-in-turns');
  });
  return done;
}

const item = (key: string, at: number): AgendaItem => ({ key, kind: 'kpi-open', at, facts: {} });

describe.each(WAYS)('%s', (_name, chosen) => {
  beforeAll(() => void (way = chosen));

  test('what falls due is done on its day, in order, and once', async () => {
    const done = await monitor((start) => [1, 2, 40].map((day) => item(`d${day}`, start + day * DAY)));

    expect(done.map(({ items }) => items.map(({ key }) => key))).toEqual([['d1'], ['d2'], ['d40']]);
    expect(done.every(({ items, now }) => now >= (items[0]?.at ?? 0) && now < (items[0]?.at ?? 0) + DAY / 2)).toBe(
      true,
    );
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

  test('a stop that comes while the last step of a long run is done is not lost with the run', async () => {
    const start = await temporal.now();
    const taskQueue = ownQueue();
    const workflowId = `monitoring-${taskQueue}`;
    const handle = temporal.client.workflow.getHandle(workflowId);
    const items = Array.from({ length: 60 }, (_none, n) => item(`n${n}`, start + (n + 1) * DAY));
    let failures = 0;
    const performAgenda = async (): Promise<typeof nothing> => {
      if ((await handle.describe()).historyLength <= 200 || failures === 8) return nothing;
      if (failures === 0) await handle.signal('stopMonitoring');
      failures += 1;
      // By now so often that the waiting is a timer, and the run hears the signal before the step is done.
      throw new Error('the database is away');
    };
    const worker = await testWorker(temporal, {
      taskQueue,
      activities: withTurns({ planAgenda: agendaOfItems(items), performAgenda }),
    });
    await withWorkers([worker], async () => {
      const { firstExecutionRunId } = await temporal.client.workflow.start('monitoringWorkflow', {
        workflowId,
        taskQueue,
        args: [{ engagementId: 'e1', cursor: { at: start, key: '' }, ...way }],
      });
      await handle.result();

      expect((await handle.describe()).runId).toBe(firstExecutionRunId);
    });
  });

  test('a database that is away for hours ends nothing: what fell due meanwhile is done once it is back, and once', async () => {
    const done = await monitor(
      (start) => [item('a', start + HOUR), item('b', start + HOUR + 60_000), item('c', start + 2 * DAY)],
      async (watched) => {
        watched.outage.begin();
        await temporal.sleep(2 * HOUR);
        expect(watched.done).toEqual([]);
        expect(watched.outage.refused).toBeGreaterThan(10);
        expect(await watched.handle.describe()).toMatchObject({ status: { name: 'RUNNING' } });
        watched.outage.end();
      },
    );

    expect(done.map(({ items }) => items.map(({ key }) => key))).toEqual([['a'], ['b'], ['c']]);
  });
});
