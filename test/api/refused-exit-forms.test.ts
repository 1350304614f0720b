import { gateActivities } from '../../activities/gates';
import { exitActivities } from '../../activities/exit';
import { faultsIn, focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const SHORT = 'must have at least 2 characters';

describe('the page of an exit, after a refusal,', () => {
  const browse = () => world.browse('owner', `/engagements/${world.id}/exit`);
  const leave = async (): Promise<void> => {
    const leaving = { state: 'EXITING', exit_cause: 'convenience', exit_effective_date: '2027-03-16' };
    await world.database.db('engagements').where({ id: world.id }).update(leaving);
    const order = {
      engagementId: world.id,
      effectiveDate: '2027-03-16',
      cause: 'convenience',
      now: world.now,
    } as const;
    await exitActivities({ db: world.database.db }).openExit(order);
  };

  test('leads to the text that a task lacks, and to no other', async () => {
    await leave();
    const { send } = await browse();
    const { text } = await send({ act: 'waive', about: 'task:review-contract', text: 'x' }).expect(422);
    expect(focusedIn(text)).toEqual(['text']);
    expect(faultsIn(text)).toEqual([SHORT]);
    expect(text).toMatch(/aria-invalid="true" autofocus>x<\/textarea>/);
    expect(text).not.toContain('class="alert"');
  });

  test('has the focus on the reason where no field is wrong, and keeps the text', async () => {
    await leave();
    const { send } = await browse();
    const early = await send({ act: 'done', about: 'task:migrate-data', text: 'All <moved>' }).expect(422);
    expect(focusedIn(early.text)).toEqual(['alert']);
    expect(early.text).toContain('>All &lt;moved&gt;</');
    const gone = await send({ act: 'returned', about: 'return:gone', state: 'returned', text: 'It <came>' }).expect(
      422,
    );
    expect(focusedIn(gone.text)).toEqual(['alert']);
    expect(gone.text).toContain('<blockquote>It &lt;came&gt;</blockquote>');
  });

  test('says exactly who may do what whoever tried may not', async () => {
    await leave();
    const { send } = await browse();
    const task = { about: 'task:review-contract', text: 'Not needed here' };
    await send({ ...task, act: 'waive' }).expect(303);
    const { text } = await send({ ...task, act: 'confirm-waiver' }).expect(422);
    expect(text).toContain('A second person who manages or supervises must confirm that a task is left out.');
  });

  test('leads to how something was lost, then to what it is worth, and to the choice that was not made', async () => {
    await world.call('put', '/exit/returns', [{ key: 'vpn', kind: 'account', title: 'VPN', holder: 'S' }]).expect(200);
    const { send, get } = await browse();
    const lost = { act: 'returned', about: 'return:vpn', state: 'lost', worth: 'twelve' };
    const both = await send(lost).expect(422);
    expect(focusedIn(both.text)).toEqual(['text']);
    expect(both.text).toContain('value="twelve"');
    const worth = await send({ ...lost, text: 'In a train' }).expect(422);
    expect(focusedIn(worth.text)).toEqual(['worth']);
    expect(worth.text).toContain('>In a train</textarea>');
    const how = await send({ ...lost, worth: '12.00' }).expect(422);
    expect(focusedIn(how.text)).toEqual(['text']);
    expect(faultsIn(how.text)).toEqual(['says how it was lost']);
    const chinese = await get(`/engagements/${world.id}/exit?lang=zh-CN`);
    expect(chinese.status).toBe(200);
    expect(faultsIn((await send({ ...lost, worth: '12.00' }).expect(422)).text)).toEqual(['须写明丢失经过']);
    const open = await send({ ...lost, state: 'open', text: 'Kept' }).expect(422);
    expect(open.text).toContain('<fieldset class="question fault" tabindex="-1" autofocus>');
    expect(open.text).toContain('>Kept</textarea>');
  });
});

describe('the page of a settlement, after a refusal,', () => {
  const cny = (amount: string) => ({ amount, currency: 'CNY' });
  const lines = [
    { kind: 'final_fee_prorata', money: cny('1500.00') },
    { kind: 'termination_fee', money: cny('400.00'), disputed: true, note: 'Notice was kept.' },
  ];
  const approved = async () => {
    const { db } = world.database;
    await db('engagements').where({ id: world.id }).update({ state: 'EXITING' });
    await world.call('put', '/settlement', { lines }, 'service').expect(200);
    const gate = { gate: 'settlement', requestId: world.id, choice: {} } as const;
    await gateActivities({ db }).applyGate({ engagementId: world.id, gate, outcome: 'approved', now: world.now });
    const [{ id }] = (await world.call('get', '/settlement').expect(200)).body.disputes;
    return { dispute: String(id), ...(await world.browse('owner', `/engagements/${world.id}/settlement`)) };
  };

  test('leads to the reason that a dispute lacks, and keeps the line', async () => {
    const { send } = await approved();
    const { text } = await send({ act: 'dispute', line: '1', reason: 'y' }).expect(422);
    expect(focusedIn(text)).toEqual(['reason']);
    expect(faultsIn(text)).toEqual([SHORT]);
    expect(text).toMatch(/<option value="1" selected>1<[\s\S]*autofocus>y<\/textarea>/);
  });

  test('leads to how a dispute ends, to the sum and to the reason', async () => {
    const { send, dispute } = await approved();
    const typed = { act: 'resolve', dispute, outcome: '', amount: 'some', reason: 'x' };
    const open = await send(typed).expect(422);
    expect(open.text).toContain('<fieldset class="question fault" tabindex="-1" autofocus>');
    expect(open.text.match(/<details class="side-form" open>/g)).toHaveLength(1);
    expect(faultsIn(open.text)).toContain(SHORT);
    expect(open.text).toContain('value="some"');
    const sum = await send({ ...typed, outcome: 'agreed', amount: '', reason: 'Halved' }).expect(422);
    expect(focusedIn(sum.text)).toEqual(['amount']);
    expect(sum.text).toContain('>Halved</textarea>');
  });

  test('leads to the name and the evidence of a paper', async () => {
    const { send } = await approved();
    const { text } = await send({ act: 'paper', name: '', evidence: 'z' }).expect(422);
    expect(focusedIn(text)).toEqual(['name']);
    expect(faultsIn(text)).toEqual(['must not be empty', SHORT]);
    expect(text).toContain('>z</textarea>');
  });

  test('keeps what was written where its form has gone', async () => {
    const { send, dispute } = await approved();
    await world.database.db('engagements').where({ id: world.id }).update({ state: 'CLOSED' });
    for (const typed of [
      { act: 'dispute', line: '1', reason: 'Not <so>' },
      { act: 'resolve', dispute, outcome: 'upheld', reason: 'Not <so>' },
      { act: 'paper', name: 'Wu', evidence: 'Not <so>' },
    ]) {
      const { text } = await send(typed).expect(422);
      expect(focusedIn(text)).toEqual(['alert']);
      expect(text).toContain('<blockquote>Not &lt;so&gt;</blockquote>');
    }
  });
});
