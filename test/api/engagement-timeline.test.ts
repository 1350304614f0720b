import { appendAudit, engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin();
});
afterAll(() => world.close());

const entriesIn = (page: string): readonly string[] =>
  [...(/<section id="timeline">.*?<\/section>/s.exec(page)?.[0] ?? '').matchAll(/Period: (\d{4}-\d{2})/g)].map(
    ([, period = '']) => period,
  );
const olderIn = (page: string): string | undefined =>
  /class="more"><a href="([^"]*before[^"]*)"/.exec(page)?.[1]?.replace('&#x3D;', '=');

test('the newest entries stand on the overview, and each link to earlier ones leads on without a gap to the first', async () => {
  const periods = Array.from(
    { length: 60 },
    (_, n) => `${2022 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
  );
  await inTransaction(world.database.db, (trx) =>
    appendAudit(
      trx,
      engagementStream(world.id),
      periods.map((period, n) => ({
        ...{ key: `told:${period}`, at: world.now + n, type: 'kpi.period-closed' },
        ...{ channel: 'system' as const, payload: { period } },
      })),
    ),
  );
  const read: string[][] = [];
  for (let path: string | undefined = `/engagements/${world.id}`; path !== undefined;) {
    const { page } = await world.browse('owner', path);
    read.push([...entriesIn(page.text)]);
    path = olderIn(page.text);
  }
  expect(read.map(({ length }) => length)).toEqual([12, 30, 18]);
  expect(read.flat()).toEqual(periods.toReversed());
});
