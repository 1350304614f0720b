import request from 'supertest';
import { insertScorecard } from '../../db/stores/scorecards';
import { inTransaction } from '../../db/transaction';
import { readXlsx } from '../../api/sheets/read-xlsx';
import { inOne } from '../pdf-text';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const KPI = {
  ...{ key: 'uptime', name: 'Uptime, of the hotline', unit: '%', frequency: 'monthly', weightBp: 10_000 },
  ...{ direction: 'maximise', target: 99, floor: 90, source: 'internal', precision: 1 },
};
const CARD = {
  ...{ period: '2027-01', score: 81.5, coverageBp: 9_000, provisional: true, standing: 'probation' },
  kpis: [{ key: 'uptime', value: 96.2, score: 81.5, status: 'rated' as const }],
  credits: [],
};
const csvOf = async (table: string): Promise<readonly string[]> =>
  (await world.call('get', `/${table}/export?format=csv`).buffer(true).expect(200)).text.trim().split(/\r?\n/);

test('scorecards are had as a sheet, with each KPI by its name', async () => {
  await world.call('put', '/kpis', [KPI]).expect(200);
  await inTransaction(world.database.db, (trx) => insertScorecard(trx, world.id, { card: CARD, now: world.now }));
  const [head, ...lines] = await csvOf('scorecards');
  expect(head).toContain('Period,Key,KPI,Value,Unit,Score,Status,Reason');
  expect(lines).toEqual(['2027-01,uptime,"Uptime, of the hotline",96.2,%,81.5,Rated,']);
  const file = await world.call('get', '/scorecards/export').buffer(true).parse(inOne).expect(200);
  expect(file.headers['content-disposition']).toMatch(/^attachment; filename="scorecards-ENG-2027-\d+\.xlsx"$/);
  expect(cells(await readXlsx(file.body as Buffer))).toContain('Uptime, of the hotline');
});

test('risks, obligations and issues are had with names in place of ids, and nothing in them is a formula', async () => {
  const ownerId = world.people.owner.person.id;
  const risk = { type: 'quality', cause: '=HYPERLINK("https://x.example")', likelihood: 4, impact: 5, ownerId };
  await world.call('post', '/risks', { ...risk, controls: ['weekly call'] }).expect(201);
  const schedule = { every: 'monthly', from: '2027-03-10' };
  const obligation = { party: 'vendor', category: 'operational', title: 'Report', schedule, assigneeId: ownerId };
  await world.call('post', '/obligations', obligation).expect(201);
  const issue = { title: 'No answer', severity: 'major', description: 'Nobody picks up', assignee: 'vendor' };
  await world.call('post', '/issues', issue).expect(201);

  const [, risks = ''] = await csvOf('risks');
  expect(risks).toMatch(/,4,5,20,Red,weekly call,,Olga,$/);
  expect(risks).not.toMatch(/,"?=HYPERLINK/);
  const [, obligations] = await csvOf('obligations');
  expect(obligations).toBe('Report,Vendor,operational,monthly,2027-03-10,,Olga,,Yes');
  const [, issues] = await csvOf('issues');
  expect(issues).toMatch(/^1,No answer,[^,]+,[^,]+,Us,Vendor,,/);
});

test('incidents are had newest first with what ended them, and nothing in them is a formula', async () => {
  const found = { severity: 'moderate', detectedAt: '2027-02-27T08:00:00Z', personalData: false };
  const { body } = await world.call('post', '/incidents', { ...found, type: '=A1', records: 12 }).expect(201);
  const { id } = body as { readonly id: string };
  const ended = { rootCause: 'A shared password', measures: 'Passkeys' };
  await world.call('post', `/incidents/${id}/close`, ended).expect(200);
  await world.call('post', '/incidents', { ...found, type: 'Leak', personalData: true }).expect(201);
  const [newest, oldest] = (await csvOf('incidents')).slice(1);
  expect(newest).toMatch(/^Leak,moderate,open,2027-02-27T08:00:00(?:\.000)?Z,Yes,,,,,,$/);
  expect(oldest).toMatch(
    /^'=A1,moderate,closed,2027-02-27T08:00:00(?:\.000)?Z,No,12,,A shared password,Passkeys,.*,Olga$/,
  );
});

test('values are had with every revision and who reported it, and nothing in them is a formula', async () => {
  await world.call('put', '/kpis', [{ ...KPI, name: '=A1' }]).expect(200);
  const at = '/kpis/uptime/values';
  await world.call('post', at, { period: '2027-01', value: 96.2 }).expect(201);
  await world.call('post', at, { period: '2027-01', value: 97, reason: '@Count again' }).expect(201);
  const [head, ...lines] = await csvOf('kpis/values');
  expect(head).toContain('Period,Key,KPI,Value,Unit,Status,Reason,Revision,Reported by,Side,Confirmed by,Recorded');
  expect(lines).toEqual([
    "2027-01,uptime,'=A1,96.2,%,,,1,Olga,Us,,2027-03-01T09:00:00.000Z",
    "2027-01,uptime,'=A1,97,%,,'@Count again,2,Olga,Us,,2027-03-01T09:00:00.000Z",
  ]);
  const file = await world.call('get', '/kpis/values/export').buffer(true).parse(inOne).expect(200);
  expect(file.headers['content-disposition']).toMatch(/filename="kpis-values-ENG-2027-\d+\.xlsx"$/);
});

test('invoices are had with what was paid of them', async () => {
  const billed = { number: '-17', period: '2027-01', about: 'fee', status: 'unpaid' };
  const [money, paid] = ['10000.00', '2500.50'].map((amount) => ({ amount, currency: 'CNY' }));
  await world.call('post', '/invoices', { ...billed, money, paid }).expect(201);
  const [head, ...lines] = await csvOf('invoices');
  expect(head).toContain('Number,Month,About,Part,Amount,Paid,Currency,State,Recorded by,Recorded');
  expect(lines).toEqual([
    "'-17,2027-01,the fee of the month,,10000.00,2500.50,CNY,not paid in full,Olga,2027-03-01T09:00:00.000Z",
  ]);
});

test('the list of engagements is had as it is narrowed down, and its page leads there', async () => {
  const { page } = await world.browse('owner', '/engagements?q=Hotline&state=IN_SERVICE');
  const [, href = ''] = /href="(\/api\/v1\/engagements\/export[^"]*csv)"/.exec(page.text) ?? [];
  const path = href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
  expect(path).toBe('/api/v1/engagements/export?q=Hotline&state=IN_SERVICE&format=csv');
  const { authorization } = world.people.owner;
  const read = (asked: string) => request(world.app).get(asked).set({ authorization }).buffer(true).expect(200);
  const [head, ...lines] = (await read(path)).text.trim().split(/\r?\n/);
  expect(head).toContain('Number,Title,Service,State,Health,Awaiting,Criticality,Owner,Sponsor,Vendor,Currency');
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.includes(',Hotline,') && line.includes(',Olga,'))).toBe(true);
  expect((await read(path.replace('IN_SERVICE', 'CLOSED'))).text.trim().split(/\r?\n/)).toHaveLength(1);
});

test('the tables of a page lead to their sheets', async () => {
  await world.call('post', '/risks', { type: 'quality', cause: 'Strike', likelihood: 2, impact: 2 }).expect(201);
  const incident = { type: 'Outage', severity: 'minor', detectedAt: '2027-02-27T08:00:00Z', personalData: false };
  await world.call('post', '/incidents', incident).expect(201);
  await world.call('put', '/kpis', [KPI]).expect(200);
  const billed = { number: '18', period: '2027-01', about: 'fee', status: 'unpaid' };
  await world.call('post', '/invoices', { ...billed, money: { amount: '1.00', currency: 'CNY' } }).expect(201);
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  for (const table of ['risks', 'incidents', 'kpis/values', 'invoices'])
    expect(page.text).toContain(`/api/v1/engagements/${world.id}/${table}/export?format`);
});

const cells = (rows: Awaited<ReturnType<typeof readXlsx>>): readonly string[] => rows.flatMap((row) => row.cells);
