import { FormWorld, PERIOD } from './kpi-form-world';

let world: FormWorld;
beforeAll(async () => {
  world = await FormWorld.open();
});
afterAll(() => world.service.close());

describe('the vendor behind the link of a period', () => {
  test('is mailed what it owes, until when, and where it reports that', async () => {
    const path = await world.begin();
    const letter = world.letterTo('v-');
    expect(letter?.text).toContain('- Up <time>: target at least 95 %');
    expect(letter?.text).not.toContain('Our secret measure');
    expect(letter?.text).toMatch(/Due: Tue 9 Mar 2027, 02:00 \(GMT\+8\)/);
    expect(path).toMatch(new RegExp(`^/k/${world.service.id}\\.${PERIOD}\\.`));
    const { address } = world.letterTo(world.service.people.service.person.email)?.to ?? {};
    expect(address).toBe(world.service.people.service.person.email);
    expect(world.letterTo(address ?? '')?.text).toContain(`/engagements/${world.service.id}/kpis/${PERIOD}`);
  });

  test('sees its own KPIs in its language, nothing of ours, and changes nothing by reading', async () => {
    const path = await world.begin('zh-CN');
    await world.service.call('post', '/kpis/quality/values', { period: PERIOD, value: 12.34 }).expect(201);
    const before = await world.service.trail();
    const { text } = await world.page(path).expect(200);
    expect(text).toContain('Up &lt;time&gt;');
    expect(text).toContain('提交全部');
    for (const hidden of ['Our secret measure', '12.34', 'Olga', '25%', '2500', '<script>'])
      expect(text).not.toContain(hidden);
    expect((await world.page(`${path}?lang=en`)).text).toContain('Submit all values');
    expect(await world.service.trail()).toEqual(before);
  });

  test('reports a value, the figures of a formula and that nothing happened, all at once', async () => {
    const path = await world.begin();
    const { headers } = await world.act(path, {
      'value/uptime': '９９．５ %',
      'evidence/uptime': 'Meter <7>',
      'input/on-time/done': '1,045',
      'input/on-time/due': '1,100',
      'says/calls': 'no_activity',
    });
    expect(headers['location']).toBe(`${path}?done=submit`);
    const side = { side: 'vendor', recorded_by: null };
    expect(await world.values()).toMatchObject([
      { key: 'calls', value: null, status: 'no_activity', ...side },
      { key: 'on-time', value: null, inputs: { done: 1045, due: 1100 }, ...side },
      { key: 'uptime', value: 99.5, evidence: 'Meter <7>', ...side },
    ]);
    const entries = (await world.service.trail()).filter(({ type }) => type === 'kpi.value');
    expect(entries).toMatchObject([
      { channel: 'email', actorId: null, payload: { key: 'uptime' } },
      { payload: { key: 'on-time' } },
      { payload: { key: 'calls' } },
    ]);
    const { text } = await world.page(`${path}?done=submit`);
    expect(text).toContain('Your values are recorded.');
    expect(text).toContain('95 %');
    expect(text).toContain('Wu');
    expect(text).toContain('Every KPI has its value.');
  });

  test('keeps everything that was typed when something is refused, with a sentence at each field', async () => {
    const path = await world.begin('zh-CN');
    const refused = await world.act(
      path,
      {
        'value/uptime': '99,5',
        'input/on-time/done': '0',
        'input/on-time/due': '0',
        'says/calls': 'unavailable',
        'evidence/calls': '<kept>',
      },
      422,
    );
    expect(refused.text).toContain('value="99,5"');
    expect(refused.text).toContain('&lt;kept&gt;</textarea>');
    expect(refused.text).toMatch(/name="value\/uptime"[^>]* aria-invalid="true" autofocus/);
    expect(refused.text).toMatch(/name="reason\/calls"[^>]* aria-invalid="true"/);
    expect(refused.text.match(/ autofocus/g)).toHaveLength(1);
    for (const sentence of ['请填写数字，如 99.5。', '除数为零', '请说明无法取得数值的原因。'])
      expect(refused.text).toContain(sentence);
    expect(await world.values()).toEqual([]);
    expect((await world.act(path, {}, 422)).text).toContain('请至少填写一项数值');
    await world.act(path, { 'value/uptime': '5', 'says/uptime': 'no_activity' }, 422);
    const stale = await world.act(path, { 'value/uptime': '98.75', nonce: 'x' }, 403);
    expect(stale.text).toContain('value="98.75"');
    expect(await world.values()).toEqual([]);
  });

  test('saves a draft and finds it again, and submitting ends it', async () => {
    const path = await world.begin();
    await world.act(path, { act: 'save', 'value/uptime': 'about 99', 'reason/calls': 'Asking <Wu>' });
    const { text } = await world.page(path);
    expect(text).toContain('value="about 99"');
    expect(text).toContain('Asking &lt;Wu&gt;');
    expect(text).toContain('Draft of');
    expect(await world.values()).toEqual([]);
    await world.act(path, { 'value/uptime': '99' });
    expect((await world.page(path)).text).not.toContain('Draft of');
    expect(await world.values()).toMatchObject([{ key: 'uptime', value: 99 }]);
  });

  test('proposes corrections once the period is closed, and the same twice is one', async () => {
    const path = await world.begin();
    await world.act(path, { 'value/uptime': '90' });
    await world.close();
    expect((await world.page(path)).text).toContain('proposed as a correction');
    const late = { 'value/uptime': '97', 'reason/uptime': 'A day was missing.' };
    expect((await world.act(path, late)).headers['location']).toBe(`${path}?done=propose`);
    expect((await world.act(path, late)).headers['location']).toBe(`${path}?done=unchanged`);
    const kept = { key: 'uptime', value: 97, kind: 'closed-period', side: 'vendor', state: 'proposed' };
    expect(await world.corrections()).toEqual([kept]);
    expect(await world.values()).toMatchObject([{ value: 90 }]);
    expect((await world.page(path)).text).toContain('Waits for a second person');
  });

  test('learns that we have said something else and not what, and its own value waits', async () => {
    const path = await world.begin();
    await world.service.call('post', '/kpis/uptime/values', { period: PERIOD, value: 81.7 }).expect(201);
    const { text } = await world.page(path);
    expect(text).toContain('The client has recorded a value of its own.');
    expect(text).not.toContain('81.7');
    await world.act(path, { 'value/uptime': '99', 'value/calls': '90' });
    expect(await world.corrections()).toMatchObject([{ key: 'uptime', value: 99, kind: 'override' }]);
    expect(await world.values()).toMatchObject([
      { key: 'calls', side: 'vendor' },
      { key: 'uptime', value: 81.7 },
    ]);
  });

  test('meets one page at every link that we did not make, and a word when it has run out', async () => {
    const path = await world.begin();
    const other = path.replace(PERIOD, '2027-01');
    const bodies = [];
    for (const wrong of [`${path}x`, other, '/k/x', '/k/%ff'])
      bodies.push((await world.page(wrong).expect(404)).text.replace(/value="[^"]*"/g, ''));
    expect(new Set(bodies).size).toBe(1);
    const vendor = () => world.db('vendors').where({ id: world.service.vendorId });
    await vendor().update({ contact_email: `new-${world.service.id}@example.com` });
    await world.page(path).expect(404);
    await vendor().update({ contact_email: `v-${world.service.id}@example.com` });
    world.service.now += 200 * 86_400_000;
    expect((await world.page(path).expect(410)).text).toContain('no longer taken here');
  });
});

describe('people of ours at the same form', () => {
  const path = () => `/engagements/${world.service.id}/kpis/${PERIOD}`;

  test('report what is ours, see what the vendor said, and differ from it only by a second person', async () => {
    const link = await world.begin();
    await world.act(link, { 'value/uptime': '99' });
    const { page, send } = await world.service.browse('service', path());
    expect(page.text).toContain('Our secret measure');
    expect(page.text).toContain('Reported by the vendor.');
    await send({ act: 'submit', 'value/quality': '88', 'value/uptime': '97' }).expect(303);
    expect(await world.values()).toMatchObject([
      { key: 'quality', value: 88, side: 'us', recorded_by: world.service.people.service.person.id },
      { key: 'uptime', value: 99, side: 'vendor' },
    ]);
    expect(await world.corrections()).toMatchObject([{ key: 'uptime', value: 97, kind: 'override', side: 'us' }]);
  });

  test('lose nothing that is refused, and save a draft that the vendor does not see', async () => {
    const link = await world.begin();
    const { send, get } = await world.service.browse('owner', path());
    expect((await send({ act: 'submit', 'value/quality': 'good' }).expect(422)).text).toContain('value="good"');
    await send({ act: 'save', 'value/quality': 'soon', 'value/uptime': 'ours' }).expect(303);
    expect((await get(path())).text).toContain('value="soon"');
    expect((await world.page(link)).text).not.toContain('value="ours"');
    expect(await world.values()).toEqual([]);
  });

  test('read only, where they have no part in the engagement', async () => {
    await world.begin();
    const { page, send } = await world.service.browse('stranger', path());
    expect(page.text).not.toContain('name="value/uptime"');
    const refused = await send({ act: 'submit', 'value/uptime': '99' });
    expect(refused.status).toBe(403);
    expect(await world.values()).toEqual([]);
  });

  test('find it from the page of the engagement', async () => {
    await world.begin();
    const { page } = await world.service.browse('owner', `/engagements/${world.service.id}?part=all`);
    expect(page.text).toContain(`href="${path()}"`);
  });
});
