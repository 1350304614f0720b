import { requiredClauses } from '../../domain/contract/clauses';
import { faultsIn, filled, focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.database
    .db('users')
    .where({ id: world.people.stranger.person.id })
    .update({ roles: ['legal'] });
});
beforeEach(async () => {
  await world.begin({ state: 'CONTRACTING' });
  await world.call('put', '/contract', { clauses: clauses('LIABILITY', 'PAYMENT') }).expect(200);
});
afterAll(() => world.close());

const clauses = (...without: readonly string[]) =>
  requiredClauses({ criticality: 'general', personalData: false })
    .filter((code) => !without.includes(code))
    .map((code) => ({ code, status: 'present' }));
const path = (of = 'PAYMENT') => `/engagements/${world.id}/forms/clause-waiver?of=${of}`;
const contract = async () => (await world.call('get', '/contract').expect(200)).body;
const offered = async (who: 'owner' | 'stranger'): Promise<string> =>
  (await world.browse(who, `/engagements/${world.id}?part=all`)).page.text.replaceAll('&#x3D;', '=');

/** The form of the address with what was typed, everything else as it was drawn. */
const sent = (html: string, typed: Readonly<Record<string, string>>) =>
  Object.fromEntries(filled(html, path().replace('?', '\\?').replace('=', '&#x3D;'), typed));

test('somebody of legal waives the clause that its line on the page leads to', async () => {
  expect(await offered('stranger')).toContain(`href="${path()}"`);
  const { page, send } = await world.browse('stranger', path());
  expect(page.text).toMatch(/<select name="code"[^>]*>\s*<option value="PAYMENT"/);
  expect(page.text).not.toContain('<option value="SCOPE"');
  const done = await send(sent(page.text, { reason: 'Covered by the frame contract' })).expect(303);
  expect(done.headers['location']).toBe(`/engagements/${world.id}?part=contract#contract`);
  expect(await contract()).toMatchObject({
    missingClauses: ['LIABILITY'],
    waivers: [
      {
        ...{ code: 'PAYMENT', reason: 'Covered by the frame contract', contractVersion: 1, holds: true },
        waivedById: world.people.stranger.person.id,
      },
    ],
  });
  expect(await offered('stranger')).not.toContain(`href="${path()}"`);
  expect((await world.trail()).at(-1)).toMatchObject({ type: 'contract.clause-waived', channel: 'page' });
});

test('without a reason nothing is waived, and the page leads there in the language of the reader', async () => {
  const { page, send } = await world.browse('stranger', `${path()}&lang=zh-CN`);
  const refused = await send(sent(page.text, { code: 'LIABILITY', reason: '-' })).expect(422);
  expect(focusedIn(refused.text)).toEqual(['reason']);
  expect(faultsIn(refused.text)).toEqual(['至少 2 个字符']);
  expect(refused.text).toContain('<option value="LIABILITY" selected');
  expect((await contract()).waivers).toEqual([]);
});

test('a version that was written while the form was open is waived only after it was looked at', async () => {
  const { page, send } = await world.browse('stranger', path());
  await world.call('put', '/contract', { clauses: clauses('PAYMENT') }).expect(200);
  const typed = { reason: 'Covered by the frame contract' };
  const late = await send(sent(page.text, typed)).expect(422);
  expect(late.text).toContain('Somebody else has changed it meanwhile');
  expect(late.text).toContain('Covered by the frame contract');
  expect((await contract()).waivers).toEqual([]);
  await send(sent(late.text, { ...typed, onto: '1' })).expect(303);
  expect((await contract()).waivers).toMatchObject([{ code: 'PAYMENT', contractVersion: 2 }]);
});

test('whoever is not of legal is neither offered the form nor let into it', async () => {
  expect(await offered('owner')).not.toContain('clause-waiver');
  await expect(world.browse('owner', path())).rejects.toThrow('403');
});

test('whoever of legal wrote the version is not offered it, and is refused with what was typed', async () => {
  const ours = { roles: { legal: world.people.stranger.person.id, serviceManager: world.people.service.person.id } };
  await world.call('put', '/team', ours).expect(200);
  await world.call('put', '/contract', { clauses: clauses('PAYMENT') }, 'stranger').expect(200);
  expect(await offered('stranger')).not.toContain('clause-waiver');
  const { page, send } = await world.browse('stranger', path());
  const refused = await send(sent(page.text, { reason: 'I wrote it so.' })).expect(422);
  expect(refused.text).toContain('I wrote it so.');
  expect((await contract()).waivers).toEqual([]);
});

test('once the contract has been approved no clause is waived any more', async () => {
  const { page, send } = await world.browse('stranger', path());
  await world.database.db('engagements').where({ id: world.id }).update({ contract_approved: true });
  expect(await offered('stranger')).not.toContain('clause-waiver');
  const refused = await send(sent(page.text, { reason: 'Late, but still.' })).expect(422);
  expect(refused.text).toContain('Late, but still.');
  expect((await contract()).waivers).toEqual([]);
});
