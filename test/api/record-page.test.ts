import { closedEngagement } from './closed-engagement';
import { ServiceWorld } from './service-world';

const AFTER = Date.parse('2030-04-02T00:00:00Z');

let world: ServiceWorld;
/** Workflows that were started. */
const begun: string[] = [];
beforeAll(async () => {
  [world] = await ServiceWorld.withFolder({ start: ({ id }) => Promise.resolve(void begun.push(id)) });
  await world.database
    .db('users')
    .where({ id: world.people.service.person.id })
    .update({ roles: ['legal'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  await closedEngagement(world);
  await world.database.db('engagements').where({ id: world.id }).update({ exit_effective_date: '2027-03-31' });
});

const path = (): string => `/engagements/${world.id}/exit`;
const browse = (who: 'owner' | 'service' | 'stranger') => world.browse(who, path());
const purge = async () => (await world.call('get', '/purge')).body;
const about = 'record:purge';
const shaIn = (html: string): string => /name="archive" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? '';

test('a closed engagement is archived from its page, and says until when its record stays', async () => {
  const { page, send, get } = await browse('owner');
  expect(page.text).toContain('The record has not been archived yet.');
  expect(page.text).toContain('Possible once the record need not be kept any longer.');
  expect(page.text).not.toContain('value="ask-purge"');
  await send({ act: 'archive', about }).expect(303);
  const shown = (await get(path())).text;
  expect(shown).toContain(`href="/api/v1/engagements/${world.id}/archive"`);
  expect(shown).not.toContain('The record has not been archived yet.');
});

describe('when the record need not be kept any longer', () => {
  beforeEach(() => {
    world.now = AFTER;
  });

  const ask = async (text = 'It is over.') => {
    const owner = await browse('owner');
    await owner.send({ act: 'archive', about }).expect(303);
    const archive = shaIn((await owner.get(path())).text);
    return { owner, asked: await owner.send({ act: 'ask-purge', about, archive, text }) };
  };

  test('its purge is asked for with a reason, and never for an archive that is not the newest', async () => {
    const { owner, asked } = await ask('x');
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('>x</textarea>');
    const other = await owner.send({ act: 'ask-purge', about, archive: 'a'.repeat(64), text: 'It is over.' });
    expect(other.text).toContain('has changed since the archive was built');
    expect(await purge()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('whoever asked may take it back and not confirm it, and whoever has no part in it can do neither', async () => {
    const { owner } = await ask();
    const shown = (await owner.get(path())).text;
    expect(shown).toContain('value="withdraw-purge"');
    expect(shown).not.toContain('value="confirm-purge"');
    await owner.send({ act: 'confirm-purge', about }).expect(422);
    const stranger = await browse('stranger');
    expect(stranger.page.text).not.toContain('value="withdraw-purge"');
    await stranger.send({ act: 'withdraw-purge', about }).expect(422);
    expect(await purge()).toMatchObject({ state: 'asked' });
    await owner.send({ act: 'withdraw-purge', about }).expect(303);
    expect(await purge()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a second person confirms who has lately shown who they are, and then nothing is archived any more', async () => {
    await ask();
    const second = await browse('service');
    expect(second.page.text).toContain('value="confirm-purge"');
    await world.database.db('sessions').update({ proved_at: new Date(AFTER - 3_600_000) });
    const stale = await second.send({ act: 'confirm-purge', about }).expect(303);
    expect(stale.headers['location']).toBe(`/confirm?next=${encodeURIComponent(path())}`);
    expect(begun).toEqual([]);
    await world.database.db('sessions').update({ proved_at: new Date(AFTER) });
    await second.send({ act: 'confirm-purge', about }).expect(303);
    expect(begun).toHaveLength(1);
    expect(await purge()).toMatchObject({ state: 'running' });
    expect((await world.call('post', '/archive', {})).body).toMatchObject({ code: 'STATE_CONFLICT' });
  });
});
