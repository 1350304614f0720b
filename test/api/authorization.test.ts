import { MATRIX, rowName } from '../../api/authorization/matrix';
import { pageRows } from '../../api/authorization/page-rows';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import type { Route } from '../../api/route';
import { apiRoutes } from '../../api/routes';
import { openApiRoute } from '../../api/routes/openapi';
import { rowsOf } from '../dump';
import type { Caller } from '../../api/authorization/rules';
import { AuthorizationWorld } from './authorization-world';
import { callersFor, nameOf } from './callers';
import { isPage, pageCells, pageDeviations, pathsIn } from './page-cells';
import { callAll, cellsOf, deviations, line, type Told } from './route-cells';
import { servicesOver } from './world';

jest.setTimeout(900_000);
let world: AuthorizationWorld;
let routes: readonly Route[];
/** Every answer of the two sweeps. */
const answers: Told[] = [];

beforeAll(async () => {
  world = await AuthorizationWorld.open();
  const routesOfApi = apiRoutes(servicesOver(world.db));
  routes = [...routesOfApi, openApiRoute(() => ({}), routesOfApi)];
});
afterAll(() => world.close());

const rowsNow = (): Promise<string> => rowsOf(world.db);

test('every route has a row in the table, and every row a route', () => {
  const names = routes.map(rowName).sort();
  expect(names).toEqual([...MATRIX.keys()].sort());
  expect(new Set(names).size).toBe(names.length);
});

test('every page has a row in the table, and every row a page', () => {
  const services = servicesOver(world.db);
  const names = pathsIn(createPages(services, { requests: requestsPort(services) })).filter(isPage);
  expect([...new Set(names)].sort()).toEqual(Object.keys(pageRows).sort());
});

test('pages open for those whom the table lets in and for nobody else; who is refused changes nothing', async () => {
  const cells = pageCells();
  const before = await rowsNow();
  const refused = cells.filter(({ expected }) => expected !== 'allowed');
  expect(await pageDeviations(world, refused)).toEqual([]);
  expect(await rowsNow()).toBe(before);
  const allowed = cells.filter(({ expected }) => expected === 'allowed');
  expect(await pageDeviations(world, allowed)).toEqual([]);
  process.stdout.write(`${cells.length} cells of the table of pages, 0 deviations\n`);
});

test('who may not, is told so and changes nothing, on every route', async () => {
  const forbidden = cellsOf(routes).filter(({ expected }) => expected !== 'allowed');
  const before = await rowsNow();
  const told = await callAll(world, forbidden);
  answers.push(...told);

  expect(deviations(told)).toEqual([]);
  expect(await rowsNow()).toBe(before);
  process.stdout.write(`${forbidden.length} cells of the table refuse, 0 deviations\n`);
});

test('who may, gets through to what was sent, on every route', async () => {
  const allowed = cellsOf(routes).filter(({ expected }) => expected === 'allowed');
  const told = await callAll(world, allowed);
  answers.push(...told);

  expect(deviations(told)).toEqual([]);
  expect(told.filter(({ status }) => status === 500).map(line)).toEqual([]);
  process.stdout.write(`${allowed.length} cells of the table allow, 0 deviations; ${routes.length} routes\n`);
});

/** Lists and searches that look beyond what is one's own. */
const searches = (): readonly string[] =>
  [world.thingsOf({ kind: 'nobody' }).engagements, world.elsewhere].flatMap((id) => [
    `/action-items?engagementId=${id}`,
    `/action-items?engagementId=${id}&overdue=false&limit=200`,
    `/engagements?q=Inner`,
    `/requests?limit=200`,
    `/alarms?engagementId=${id}`,
    `/lessons?engagementId=${id}`,
    `/tasks?box=cc&q=Shared`,
    `/engagements/${id}`,
    `/engagements/${id}/kpis`,
    `/engagements/${id}/credits`,
    `/engagements/${id}/issues`,
    `/engagements/${id}/evaluation`,
    `/engagements/${id}/tender/bids`,
    `/vendors?q=Inner`,
  ]);

const outside = callersFor('request').filter(({ kind }) => kind !== 'ours');

test('no answer, list, search or refusal to anybody holds a word that is not theirs', async () => {
  const found: string[] = [];
  const check = (caller: Caller, where: string, said: string): void =>
    world
      .wordsIn(said)
      .forEach((word) => world.mayRead(caller, word) || found.push(`${nameOf(caller)} ${where}: ${word}`));
  for (const { cell, said } of answers) check(cell.caller, rowName(cell.route), said);
  for (const caller of outside)
    for (const path of searches()) {
      const headers = await world.authorizationOf(caller);
      check(caller, path, await (await world.fetch(`/api/v1${path}`, { headers })).text());
    }

  expect(found).toEqual([]);
  const seen = new Set(answers.flatMap(({ said }) => world.wordsIn(said)).map((word) => word.split('-').at(-1)));
  // Those who may read them do come upon them.
  expect([...seen]).toEqual(
    expect.arrayContaining(['bidder', 'issue', 'lesson', 'matter', 'needs', 'note', 'title', 'work']),
  );
});

test('a bid is read by nobody before the opening, and by the people of the organisation from then on', async () => {
  const { engagements } = world.thingsOf({ kind: 'nobody' });
  const path = `/api/v1/engagements/${engagements}/tender/bids`;
  const bidsFor = async (caller: Caller): Promise<readonly [number, readonly string[]]> => {
    const answer = await world.fetch(path, { headers: await world.authorizationOf(caller) });
    return [answer.status, world.wordsIn(await answer.text())];
  };
  const admin = { kind: 'ours', role: 'admin', tie: 'owner' } as const;
  expect(await bidsFor(admin)).toEqual([422, []]);
  await world.openBids('admin');
  expect(await bidsFor(admin)).toEqual([200, ['Sealed-admin-bid']]);
  for (const caller of outside.filter((one) => one.kind !== 'party' || one.role === null))
    expect([nameOf(caller), (await bidsFor(caller))[1]]).toEqual([nameOf(caller), []]);
  for (const caller of outside.filter((one) => one.kind === 'party' && one.role !== null))
    expect([nameOf(caller), (await bidsFor(caller))[0]]).toEqual([nameOf(caller), 200]);
});
