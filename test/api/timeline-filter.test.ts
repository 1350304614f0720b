import { readXlsx } from '../../api/sheets/read-xlsx';
import { appendAudit, type AuditEntry, engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { inOne } from '../pdf-text';
import { ServiceWorld } from './service-world';
import { type SignedIn, signedIn } from './world';

let world: ServiceWorld;
let seller: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  seller = await signedIn(world.database.db, { roles: ['vendor'] });
});
beforeEach(async () => {
  await world.begin();
});
afterAll(() => world.close());

const told = (entries: readonly Omit<AuditEntry, 'key' | 'at'>[]): Promise<void> =>
  inTransaction(world.database.db, (trx) =>
    appendAudit(
      trx,
      engagementStream(world.id),
      entries.map((entry, n) => ({ ...entry, key: `told:${n}`, at: world.now + n })),
    ),
  );
const unescaped = (text: string): string => text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
const timelineOf = async (query: string): Promise<string> => {
  const { page } = await world.browse('owner', `/engagements/${world.id}${query}`);
  return unescaped(/<section id="timeline">.*?<\/section>/s.exec(page.text)?.[0] ?? '');
};
const periodsIn = (text: string): readonly string[] =>
  [...text.matchAll(/Period: (\d{4}-\d{2})/g)].map(([, period = '']) => period);
const linesOf = async (query: string): Promise<readonly string[]> => {
  const { text } = await world.call('get', `/timeline/export?format=csv${query}`).buffer(true).expect(200);
  return text.trim().split(/\r?\n/).slice(1);
};
const PERIODS = Array.from(
  { length: 40 },
  (_, n) => `${2020 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
);

test('whoever reads all parts on one page stays there while the timeline is narrowed down, read on and widened again', async () => {
  await told(PERIODS.map((period) => ({ type: 'kpi.value', channel: 'system', payload: { period } })));
  const all = await timelineOf('?part=all&event=delivery&by=');
  expect(all).toContain('<input type="hidden" name="part" value="all">');
  expect(all).toContain(`<a href="/engagements/${world.id}?part=all#timeline">`);
  expect(all).toContain(`<a href="/engagements/${world.id}?part=all&event=delivery&before=`);
  expect(await timelineOf('?event=delivery')).not.toContain('part');
});

test('a timeline that is narrowed down to a kind of event stays so in its earlier entries, and all of it is one step away', async () => {
  await told(
    PERIODS.flatMap((period) => [
      { type: 'kpi.value', channel: 'system', payload: { period } },
      { type: 'risk.changed', channel: 'system', payload: { period: '1999-01' } },
    ]),
  );
  const first = await timelineOf('?event=delivery&by=');
  expect(first).toContain('<option value="delivery" selected>Delivery</option>');
  expect(first).toContain(`<a href="/engagements/${world.id}#timeline">`);
  const [, older = ''] = /class="more"><a href="([^"]*)"/.exec(first) ?? [];
  expect(older).toContain('?event=delivery&before=');
  const rest = await timelineOf(older.slice(older.indexOf('?')).replace('#timeline', ''));
  expect([...periodsIn(first), ...periodsIn(rest)]).toEqual(PERIODS.toReversed());
  expect(periodsIn(await timelineOf('?event=nothing-like-it'))).toContain('1999-01');
  expect(await timelineOf('?event=exit')).toContain('Nothing of that kind has happened.');
});

test('it is narrowed down to what our people did, the vendor did and what happened by itself', async () => {
  const payload = (period: string) => ({ payload: { period } });
  await told([
    { type: 'kpi.value', channel: 'api', actorId: world.people.owner.person.id, ...payload('2021-01') },
    { type: 'survey.answered', channel: 'email', ...payload('2021-02') },
    { type: 'kpi.value', channel: 'api', actorId: seller.person.id, ...payload('2021-03') },
    { type: 'milestone.delivered', channel: 'email', ...payload('2021-04') },
    { type: 'agenda.kpi-close', channel: 'workflow', ...payload('2021-05') },
  ]);
  expect(periodsIn(await timelineOf('?by=us'))).toEqual(['2021-02', '2021-01']);
  expect(periodsIn(await timelineOf('?by=vendor'))).toEqual(['2021-04', '2021-03']);
  expect(periodsIn(await timelineOf('?by=itself'))).toEqual(['2021-05']);
  expect(periodsIn(await timelineOf('?by=vendor&event=delivery'))).toEqual(['2021-04', '2021-03']);
});

test('its file has every entry, not only those of the page, narrowed down as the page is', async () => {
  const actorId = world.people.owner.person.id;
  await told([
    ...PERIODS.map((period) => ({ type: 'kpi.value', channel: 'page', actorId, payload: { period } }) as const),
    { type: 'risk.added', channel: 'page', actorId, payload: { cause: '=A1', riskId: actorId } },
  ]);
  const page = await timelineOf('?event=risk');
  expect(page).toContain(`/api/v1/engagements/${world.id}/timeline/export?event=risk&format=xlsx`);
  const lines = await linesOf('');
  expect(PERIODS.filter((period) => !lines.some((line) => line.includes(`Period: ${period}`)))).toEqual([]);
  const [risk = '', ...others] = await linesOf('&event=risk');
  expect(others).toEqual([]);
  expect(risk).toMatch(/,Olga,,page,"?Cause: =A1"?$/);
  const file = await world.call('get', '/timeline/export?by=us').buffer(true).parse(inOne).expect(200);
  expect(file.headers['content-disposition']).toMatch(/filename="timeline-ENG-2027-\d+\.xlsx"$/);
  const rows = await readXlsx(file.body as Buffer);
  expect(rows.flatMap(({ cells }) => cells)).toContain('Olga');
});

test('whoever may not see an engagement gets no file of its timeline, and a filter that there is not is refused', async () => {
  await world.callAs(seller, 'get', '/timeline/export').expect(403);
  await world.call('get', '/timeline/export?event=weather').expect(400);
});
