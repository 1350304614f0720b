import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { bid, CNY, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

const trail = async (id: string) => auditTrail(world.database.db, engagementStream(id), { after: 0, limit: 100 });
const candidates = async (): Promise<{ id: string; vendorId: string; quote: unknown }[]> =>
  (await world.call('owner', 'get', '/candidates').expect(200)).body.items;

describe('a published tender', () => {
  test('invites every vendor by mail in its language, with a link of its own and nothing secret stored', async () => {
    const { vendorIds } = await world.begin();
    await world.publish(vendorIds);
    const [sun, moon] = [(await world.post('sun')).at(-1), (await world.post('moon')).at(-1)];
    expect(sun?.subject).toContain('Invitation to bid');
    expect(moon?.subject).toContain('投标邀请');
    const path = await world.link('sun');
    expect(path).not.toBe(await world.link('moon'));

    const page = await world.page(path).expect(200);
    expect(page.text).toContain('<html lang="en">');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, noarchive',
    });
    expect(page.text).not.toMatch(/<script(?! src="\/assets\/drafts)|moon/);
    const mac = path.split('.').at(-1) ?? 'x';
    const everything = JSON.stringify([
      await world.database.db('tender_invitations'),
      await world.database.db('mail_log'),
      await world.database.db('audit_events'),
    ]);
    expect(everything).not.toContain(mac);
  });

  test('mails nothing twice when it is published again', async () => {
    const { vendorIds } = await world.begin();
    await world.publish(vendorIds);
    const before = (await world.post()).length;
    await world.call('owner', 'post', '/tender/publish').send({}).expect(200);
    expect(await world.post()).toHaveLength(before);
  });

  test('is only ever extended, and every vendor is told', async () => {
    const { vendorIds } = await world.begin();
    await world.publish(vendorIds);
    const { body } = await world.call('owner', 'get', '/tender').expect(200);
    const { introduction, items, questionsUntil, invited, lateBids } = body;
    const given = { introduction, items, questionsUntil, invited, lateBids };
    const later = (hours: number) => new Date(Date.parse(body.closeAt) + hours * 3_600_000).toISOString();
    await world
      .call('owner', 'put', '/tender')
      .send({ ...given, closeAt: later(-1) })
      .expect(422);
    const after = await world
      .call('owner', 'put', '/tender')
      .send({ ...given, closeAt: later(24) })
      .expect(200);
    expect(after.body).toMatchObject({ revision: 2, closeAt: later(24) });
    expect((await world.post('sun')).at(-1)?.subject).toContain('Tender changed');
  });

  test('refuses vendors without an address or out of reach, and strangers', async () => {
    const { vendorIds } = await world.begin();
    await world.database.db('vendors').where({ id: vendorIds['sun'] }).update({ contact_email: null });
    const body = { items: [], questionsUntil: '2027-01-05T08:00:00Z', closeAt: '2027-01-06T08:00:00Z' };
    const some = [{ key: 'a', title: 'A', quantity: 1, unit: 'x', charge: 'annual' }];
    const { body: problem } = await world
      .call('owner', 'put', '/tender')
      .send({ ...body, items: some, invited: [vendorIds['sun']] })
      .expect(422);
    expect(problem.errors[0].path).toBe('invited.0');
    for (const status of ['blocked', 'exited']) {
      await world.database.db('vendors').where({ id: vendorIds['moon'] }).update({ status });
      const refused = await world
        .call('owner', 'put', '/tender')
        .send({ ...body, items: some, invited: [vendorIds['moon']] })
        .expect(422);
      expect(refused.body.errors).toEqual([
        { path: 'invited.0', message: `moon takes no part: the vendor is ${status}` },
      ]);
    }
    await world
      .call('ann', 'put', '/tender')
      .send({ ...body, items: some, invited: [vendorIds['moon']] })
      .expect(403);
  });

  test('that is cancelled opens no bid any more and says why', async () => {
    const { vendorIds } = await world.begin();
    await world.publish(vendorIds);
    const path = await world.link('sun');
    await world.act(path, bid('100'));
    await world.call('owner', 'post', '/tender/cancel').send({ reason: 'No budget <now>.' }).expect(200);
    world.pass(49);
    await world.call('owner', 'post', '/tender/open').send({}).expect(409);
    expect((await candidates()).map(({ quote }) => quote)).toEqual([null, null]);
    expect((await world.post('sun')).at(-1)?.text).toContain('No budget <now>.');
    expect((await world.page(path).expect(200)).text).toContain('No budget &lt;now&gt;.');
  });
});

describe('sealed bids', () => {
  let path: string;
  let id: string;
  let vendorIds: Readonly<Record<string, string>>;
  const begin = async (part: object = {}) => {
    ({ id, vendorIds } = await world.begin());
    await world.call('owner', 'put', '/evaluation-model').send({ method: 'weighted-sum' }).expect(200);
    await world.publish(vendorIds, part);
    path = await world.link('sun');
  };

  test('show their amounts to nobody inside before they are opened', async () => {
    await begin();
    await world.act(path, bid('7654.32'));
    for (const one of ['/tender/bids', '/evaluation', '/evaluation/sensitivity', '/comparison', '/waivers']) {
      const { body } = await world.call('boss', 'get', one).expect(422);
      expect(body.code).toBe('BIDS_SEALED');
    }
    const all = await candidates();
    expect(all.map(({ quote }) => quote)).toEqual([null, null]);
    const entered = { oneOff: CNY('1'), annual: CNY('1'), years: 1, hiddenCosts: hidden };
    const put = await world
      .call('owner', 'put', `/candidates/${all[0]?.id ?? ''}/quote`)
      .send(entered)
      .expect(422);
    expect(put.body.code).toBe('BIDS_SEALED');
    await expect(world.submitAward(all[0]?.id ?? '').prepared).rejects.toMatchObject({ type: 'BIDS_SEALED' });
    const early = await world.call('owner', 'post', '/tender/open').send({}).expect(422);
    expect(early.body.code).toBe('BIDS_SEALED');
    expect(JSON.stringify(await trail(id))).not.toMatch(/7654\.32|765432/);
    expect(JSON.stringify((await world.call('owner', 'get', '/tender')).body)).not.toMatch(/7654\.32|765432/);
    expect(JSON.stringify((await world.call('owner', 'get', '/events')).body)).not.toMatch(/7654\.32|765432/);
  });

  test('are opened by hand after the deadline, once, and the trail lists every fingerprint', async () => {
    await begin();
    await world.act(path, bid('100'));
    world.pass(48);
    const still = await world.call('owner', 'get', '/evaluation').expect(422);
    expect(still.body.code).toBe('BIDS_SEALED');
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    const opened = (await trail(id)).filter(({ type }) => type === 'tender.opened');
    expect(opened).toHaveLength(1);
    const bids = (await world.call('owner', 'get', '/tender/bids').expect(200)).body.items;
    expect(opened[0]?.payload).toEqual({
      bids: [{ candidateId: bids[0].candidateId, sha256: bids[0].sha256, late: false }],
    });
    expect(opened[0]?.actorId).toBe(world.people.owner.person.id);
    const quoted = (await candidates()).filter(({ quote }) => quote !== null);
    expect(quoted).toMatchObject([{ quote: { oneOff: CNY('1000.00'), annual: CNY('1000.00'), years: 2 } }]);
    const over = { oneOff: CNY('1'), annual: CNY('1'), years: 1, hiddenCosts: hidden };
    await world
      .call('owner', 'put', `/candidates/${quoted[0]?.id ?? ''}/quote`)
      .send(over)
      .expect(409);
  });

  test('open by themselves at the deadline, after a reminder to who has not bid', async () => {
    await begin();
    await world.act(path, bid('100'));
    await world.post();
    const before = world.letters.length;
    world.pass(25);
    expect(await world.agenda()).toEqual(['tender-reminder']);
    await world.post();
    expect(world.letters.slice(before).map(({ to }) => to.name)).toEqual(['Contact of moon']);
    world.pass(24);
    expect(await world.agenda()).toContain('tender-close');
    await world.call('owner', 'get', '/evaluation').expect(200);
    expect((await world.post('p-')).at(-1)?.subject).toContain('Bids opened');
    expect(await world.agenda()).not.toContain('tender-close');
  });

  test('that come late are taken and marked, or refused where the tender says so', async () => {
    await begin();
    world.pass(49);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    expect((await world.act(path, bid('100'))).headers['location']).toMatch(/submit-late/);
    const { body } = await world.call('owner', 'get', '/evaluation').expect(200);
    expect((body.candidates as { flags: string[] }[]).map(({ flags }) => flags.includes('LATE')).sort()).toEqual([
      false,
      true,
    ]);
    expect((await world.post('sun')).at(-1)?.text).toContain('late');

    await begin({ lateBids: 'refuse' });
    world.pass(49);
    const refused = await world.act(path, bid('100'), 422);
    expect(refused.text).toContain('The deadline has passed');
  });

  test('that came in time are not replaced after the deadline', async () => {
    await begin();
    await world.act(path, bid('100'));
    world.pass(49);
    await world.act(path, bid('90'), 422);
    await world.act(path, { act: 'withdraw', confirm: 'yes' }, 422);
    await world.call('owner', 'post', '/tender/open').send({}).expect(200);
    expect((await candidates()).filter(({ quote }) => quote !== null)).toMatchObject([
      { quote: { annual: CNY('1000.00') } },
    ]);
  });
});

const hidden = {
  transition: null,
  tooling: null,
  travel: null,
  changeRequests: null,
  taxes: null,
  fx: null,
  exit: null,
};
