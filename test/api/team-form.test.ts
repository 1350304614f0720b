import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin({ state: 'CONTRACTING' }));
afterAll(() => world.close());

const path = () => `/engagements/${world.id}/forms/team`;
const rolesOf = async () =>
  (await world.call('get', '/team').expect(200)).body as { roles: Record<string, string>; missing: string[] };
const idOf = (who: 'owner' | 'service' | 'stranger') => world.people[who].person.id;

test('the team is named on the page, and what is open is marked', async () => {
  const { page, get } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain(`href="${path()}"`);
  expect((await get(path())).text).toMatch(/Legal(?:(?!<\/label>)[\s\S])*<option value="" selected/);
  const before = await rolesOf();
  expect(before.missing).toContain('contractManager');
  const { page: form, send } = await world.browse('owner', path());
  expect(form.text).toMatch(/Contract manager <span class="quiet">nobody yet/);
  const named = { 'roles.owner': idOf('owner'), 'roles.serviceManager': idOf('service') };
  await send({ version: versionIn(form.text), ...named, 'roles.contractManager': idOf('stranger') }).expect(303);
  const { roles, missing } = await rolesOf();
  expect(roles).toEqual({ owner: idOf('owner'), serviceManager: idOf('service'), contractManager: idOf('stranger') });
  expect(missing).not.toContain('contractManager');
  expect((await world.trail()).map(({ type }) => type)).toContain('engagement.team');
});

test('who may not hold two roles is told beside the second, and nothing is changed', async () => {
  const before = await rolesOf();
  const { page, send } = await world.browse('owner', `${path()}?lang=en`);
  const both = { 'roles.owner': idOf('owner'), 'roles.finance': idOf('owner'), reason: 'We are few.' };
  const refused = await send({ version: versionIn(page.text), ...both }).expect(422);
  expect(refused.text).toContain('the same person is');
  expect(refused.text).toMatch(/name="roles\.finance"[^>]* autofocus aria-invalid="true"/);
  expect(refused.text).toContain('We are few.');
  expect(await rolesOf()).toEqual(before);
});

test('a team that somebody else has changed meanwhile is not overwritten', async () => {
  const { page, send } = await world.browse('owner', path());
  const body = { roles: { ...(await rolesOf()).roles, legal: idOf('service') } };
  await world.call('put', '/team', body).expect(200);
  const late = await send({ version: versionIn(page.text), 'roles.owner': idOf('owner') }).expect(422);
  expect(late.text).toContain('Somebody else has changed it meanwhile');
  expect((await rolesOf()).roles['legal']).toBe(idOf('service'));
});

test('only who may change the team is offered the form', async () => {
  const { page } = await world.browse('stranger', `/engagements/${world.id}?part=all`);
  expect(page.text).not.toContain(path());
  await expect(world.browse('stranger', path())).rejects.toThrow('403');
});

const versionIn = (html: string): string => /name="version" value="([^"]*)"/.exec(html)?.[1] ?? '';
