import { exitActivities } from '../../activities/exit';
import { inTransaction } from '../../db/transaction';
import { saveContract } from '../../db/stores/contracts';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

const path = (): string => `/engagements/${world.id}/exit`;
const form = (name: string): string => `/engagements/${world.id}/forms/${name}`;
const exit = async () => (await world.call('get', '/exit').expect(200)).body;
const browse = (who: 'owner' | 'service' | 'stranger' = 'owner') => world.browse(who, path());

async function leave(): Promise<void> {
  const { db } = world.database;
  const needs = JSON.stringify({ successMeasures: [{ name: 'Waiting time', target: 30, direction: 'minimise' }] });
  const leaving = { state: 'EXITING', exit_cause: 'convenience', exit_effective_date: '2027-03-16', needs };
  await db('engagements').where({ id: world.id }).update(leaving);
  const order = { engagementId: world.id, effectiveDate: '2027-03-16', cause: 'convenience', now: world.now };
  await exitActivities({ db }).openExit(order);
}

test('the page of a running service shows how ready its exit is, as a picture and in figures', async () => {
  await world.call('put', '/exit/returns', []).expect(200);
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain(`href="${path()}"`);
  const shown = (await browse()).page.text;
  expect(shown).toContain('aria-label="Exit readiness. 10; ready from 60"');
  expect(shown).toMatch(
    /List of access and assets<span class="quiet">Access and assets were gone through · [^<]+<\/span><\/td><td class="num">10 of 10/,
  );
  expect(shown).toMatch(/Alternatives<span class="quiet">No record<\/span><\/td><td class="num">0 of 20/);
});

test('a row of links leads to each section of the page, in their order, and to none that is not there', async () => {
  const linksAndSections = async () => {
    const { text } = (await browse()).page;
    const row = /<nav class="sections" aria-label="Sections of this page">.*?<\/nav>/s.exec(text)?.[0] ?? '';
    const links = [...row.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    return [links, [...text.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)] as const;
  };
  const [links, sections] = await linksAndSections();
  expect(links).toEqual(sections);
  expect(links).toContain('what-if');
  await leave();
  const [later, left] = await linksAndSections();
  expect(later).toEqual(left);
  expect(later).toContain('tasks');
});

test('whoever has no role in the engagement reads the page and finds nothing to send but a question', async () => {
  await leave();
  const item = { key: 'vpn', kind: 'account', title: 'VPN', holder: 'Sunrise' };
  await world.call('put', '/exit/returns', [item]).expect(200);
  const { page, send } = await browse('stranger');
  expect(page.text).not.toContain('name="about"');
  expect(page.text).not.toContain('/forms/');
  await send({ act: 'returned', about: 'return:vpn', state: 'returned' }).expect(422);
  expect((await world.call('get', '/exit/returns')).body.items).toMatchObject([{ state: 'open' }]);
});

describe('tasks of the playbook', () => {
  beforeEach(() => leave());
  const stateOf = async (key: string) => {
    const tasks: readonly { key: string; state: string; waiver: unknown; comment: string | null }[] = (await exit())
      .playbook;
    return tasks.find((task) => task.key === key);
  };

  test('are done with a remark, each once what it builds on is done', async () => {
    const { page, send } = await browse();
    expect(page.text).toContain('The review of the exit is not written');
    const early = await send({ act: 'done', about: 'task:migrate-data', text: 'All moved.' }).expect(422);
    expect(early.text).toContain('The task builds on what is still open.');
    expect(early.text).toContain('>All moved.</textarea>');
    expect(await stateOf('migrate-data')).toMatchObject({ state: 'open' });
    const done = await send({ act: 'done', about: 'task:data-inventory', text: 'Two datasets.' }).expect(303);
    expect(done.headers['location']).toBe(`${path()}?done=1#tasks`);
    expect(await stateOf('data-inventory')).toMatchObject({ state: 'done', comment: 'Two datasets.' });
  });

  test('are left out with a reason that a second person confirms', async () => {
    const { send } = await browse();
    await send({ act: 'waive', about: 'task:review-contract', text: '' }).expect(422);
    await send({ act: 'waive', about: 'task:review-contract', text: 'Nothing in it.' }).expect(303);
    expect(await stateOf('review-contract')).toMatchObject({ state: 'open', waiver: { reason: 'Nothing in it.' } });
    await send({ act: 'confirm-waiver', about: 'task:review-contract' }).expect(422);
    await world.database
      .db('engagements')
      .where({ id: world.id })
      .update({ sponsor_id: world.people.service.person.id });
    const second = await browse('service');
    expect(second.page.text).toContain('value="confirm-waiver"');
    await second.send({ act: 'confirm-waiver', about: 'task:review-contract' }).expect(303);
    expect(await stateOf('review-contract')).toMatchObject({ state: 'waived' });
  });
});

describe('things to give back', () => {
  const items = async () => (await world.call('get', '/exit/returns').expect(200)).body.items;

  test('come back or are lost, which needs to be told', async () => {
    await world.call('put', '/exit/returns', [{ key: 'vpn', kind: 'account', title: 'VPN', holder: 'S' }]).expect(200);
    const { send } = await browse();
    const lost = { act: 'returned', about: 'return:vpn', state: 'lost', worth: '120.00' };
    const refused = await send(lost).expect(422);
    expect(refused.text).toContain('value="lost" checked');
    expect(refused.text).toContain('value="120.00"');
    expect(await items()).toMatchObject([{ state: 'open' }]);
    await send({ ...lost, text: 'Left in a train.' }).expect(303);
    expect(await items()).toMatchObject([{ state: 'lost', worth: { amount: '120.00', currency: 'CNY' } }]);
  });
});

test('knowledge is planned, changed and handed over on pages, and accepted by its receiver alone', async () => {
  const planned = await world.browse('owner', form('exit-knowledge'));
  const receiverId = world.people.stranger.person.id;
  const fields = { topic: 'Runbook', giver: 'Wu', method: 'pairing', due: '2027-04-01', receiverId };
  const refused = await planned.send({ ...fields, materials: 'Wiki javascript:alert(1)' }).expect(422);
  expect(refused.text).toContain('Line 1');
  await planned.send({ ...fields, materials: 'The wiki https://wiki.example.com/r' }).expect(303);
  const known = async () => (await world.call('get', '/exit/knowledge').expect(200)).body.items;
  const [{ id, materials }] = await known();
  expect(materials).toEqual([{ title: 'The wiki', href: 'https://wiki.example.com/r' }]);

  const changing = await world.browse('owner', `${form('exit-knowledge')}?of=${id}`);
  expect(changing.page.text).toContain('The wiki https://wiki.example.com/r');
  await changing.send({ ...fields, due: '2027-05-01', materials: '' }).expect(303);
  expect(await known()).toMatchObject([{ topic: 'Runbook', due: '2027-05-01', materials: [] }]);

  const about = `knowledge:${id}`;
  const owner = await browse();
  await owner.send({ act: 'hand-over', about }).expect(303);
  await owner.send({ act: 'accept', about }).expect(422);
  const receiver = await browse('stranger');
  await receiver.send({ act: 'reject', about, text: '' }).expect(422);
  await receiver.send({ act: 'reject', about, text: 'Step 3 is missing.' }).expect(303);
  expect(await known()).toMatchObject([{ state: 'rejected', comment: 'Step 3 is missing.' }]);
  await owner.send({ act: 'hand-over', about }).expect(303);
  await receiver.send({ act: 'accept', about }).expect(303);
  expect(await known()).toMatchObject([{ state: 'accepted', rounds: 2 }]);
});

describe('what if', () => {
  const ask = async (query: string) => (await browse()).get(`${path()}?${query}`);
  beforeEach(() =>
    inTransaction(world.database.db, (trx) =>
      saveContract(trx, world.id, {
        terms: {
          clauses: [],
          start: '2026-04-01',
          initialMonths: 12,
          renewal: 'tacit',
          renewalMonths: 12,
          monthlyFee: { amount: '100.00', currency: 'CNY' },
          terminationFee: { amount: '400.00', currency: 'CNY' },
          notice: { months: 2, days: 0 },
        },
        now: world.now,
      }),
    ),
  );

  test('the service ended on a day is answered as the route answers it, and nothing is recorded', async () => {
    const before = (await world.trail()).length;
    const { text } = await ask('terminateOn=2027-04-01&cause=convenience&noticeOn=2027-03-01');
    expect(text).toContain('too early');
    expect(text).toContain('Termination fee');
    const asked = { terminateOn: '2027-04-01', noticeOn: '2027-03-01' };
    const { body } = await world.call('post', '/what-if', asked).expect(200);
    expect(text).toContain(body.termination.settlement.net.amount);
    expect(text).toContain('value="2027-04-01"');
    expect((await world.trail()).length).toBe(before);
  });

  test('it was renewed on other terms costs so much more', async () => {
    const { text } = await ask('months=12&monthlyFee=110.00');
    const asked = { renewTerms: { months: 12, monthlyFee: { amount: '110.00', currency: 'CNY' } } };
    const { body } = await world.call('post', '/what-if', asked).expect(200);
    expect(body.renewal.costDelta.amount).toBe('120.00');
    expect(text).toContain('1,320.00');
    expect(text).toContain('120.00');
  });

  test('an assumption that makes no sense is refused in the language of the reader', async () => {
    const { text } = await ask('terminateOn=2027-02-30&lang=zh-CN');
    expect(text).toContain('role="alert"');
    expect(text).not.toContain('must ');
    expect(text).toContain('value="2027-02-30"');
  });
});

test('the review of the exit is written in a form, and shown until it is closed', async () => {
  await leave();
  const { page, send } = await world.browse('owner', form('exit-review'));
  expect(page.text).toContain('Waiting time');
  const fields = {
    summary: 'Good while it lasted.',
    'measures.0.actual': '28',
    'lessons.0.text': 'Ask for logs early.',
    'lessons.0.check': 'Logs asked for?',
    'lessons.0.gate': 'needs',
    vendorStatus: 'exited',
  };
  await send({ ...fields, summary: '' }).expect(422);
  const done = await send(fields).expect(303);
  expect(done.headers['location']).toBe(`${path()}#review`);
  expect((await world.call('get', '/exit/review')).body).toMatchObject({
    ...{ state: 'written', vendorStatus: 'exited', measures: { met: 1 } },
    lessons: [{ check: 'Logs asked for?' }],
  });
  const shown = (await browse()).page.text;
  expect(shown).toContain('1 of 1 success measures met');
  expect(shown).toContain(`href="${form('exit-review')}"`);
});
