import { v7 as uuidv7 } from 'uuid';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const PATH = '/milestones';
const fee = { amount: '1000.00', currency: 'CNY' };
const body = {
  title: 'First phase live',
  description: 'Fifty seats.',
  due: '2027-03-31',
  criteria: [
    { key: 'live', text: 'All seats are live' },
    { key: 'manual', text: 'The manual is complete' },
  ],
};
const all = {
  criteria: [
    { key: 'live', met: true },
    { key: 'manual', met: true },
  ],
};
const some = {
  criteria: [
    { key: 'live', met: true },
    { key: 'manual', met: false, reason: 'Chapter three is not there.' },
  ],
};
type Who = 'owner' | 'service' | 'stranger';
const state = (to: string) => world.database.db('engagements').where({ id: world.id }).update({ state: to });
/** Planned while the contract was negotiated, which both have signed since. */
async function signed(part: object = { fee }): Promise<string> {
  await state('CONTRACTING');
  const { id } = (await world.call('post', PATH, { ...body, ...part }).expect(201)).body as { id: string };
  await state('IN_SERVICE');
  return id;
}
const step = (id: string, word: string, sent: object, who: Who = 'owner') =>
  world.call('post', `${PATH}/${id}/${word}`, sent, who);
const read = async (id: string) => (await world.call('get', `${PATH}/${id}`).expect(200)).body;
const said = () => world.orders.filter(({ kind }) => kind === 'vendor-milestone').map(({ facts }) => facts['word']);
const tasks = () =>
  world.database.db('action_items').where({ engagement_id: world.id, kind: 'milestone-acceptance' }).orderBy('id');
const types = async () => (await world.trail()).map(({ type }) => type).filter((type) => type.startsWith('milestone'));
const delivery = { note: 'It is live.' };

describe('a milestone', () => {
  test('is delivered on the page of the vendor, rejected with what is missing, delivered again and payable', async () => {
    const id = await signed();
    await world.until('2027-03-24T12:00');
    expect(said()).toEqual(['recall']);
    const path = await world.link();
    expect((await world.page(path).expect(200)).text).toContain('All seats are live');
    const form = {
      act: 'milestone-deliver',
      milestone: id,
      text: 'Live.',
      links: 'https://files.example.com/a\nhttp://b.example.com',
    };
    expect((await world.act(path, { ...form, links: 'ftp://files.example.com' }, 422)).text).toContain('Live.');
    await world.act(path, { ...form, text: '' }, 422);
    await world.act(path, form);
    await world.act(path, form, 409);
    const zhou = await read(id);
    expect(zhou).toMatchObject({
      state: 'delivered',
      delivery: { on: '2027-03-24', daysLate: 0, onTime: true },
      payable: null,
      rounds: [
        { round: 1, side: 'vendor', actorId: null, links: ['https://files.example.com/a', 'http://b.example.com'] },
      ],
    });
    expect(await tasks()).toMatchObject([{ assignee_id: world.people.service.person.id, state: 'open' }]);
    expect(await tasks()).toMatchObject([{ due_at: new Date('2027-03-31T18:00:00Z') }]);

    await step(id, 'accept', some).expect(422);
    await step(id, 'reject', { criteria: [{ key: 'live', met: true }] }).expect(422);
    await step(id, 'reject', some, 'stranger').expect(403);
    await step(id, 'reject', some, 'service').expect(200);
    await world.settle();
    await world.post();
    const letter = world.letters.at(-1);
    expect(letter?.subject).toContain('Delivery not accepted');
    expect([letter?.text, letter?.html].every((part) => part?.includes('Chapter three is not there.'))).toBe(true);
    expect((await world.page(path)).text).toContain('Chapter three is not there.');
    expect(await read(id)).toMatchObject({ state: 'rejected', deliverBy: '2027-04-07', delivery: null });

    await world.until('2027-04-08T12:00');
    expect(await world.alarms('MILESTONE_OVERDUE')).toMatchObject([
      { severity: 'amber', state: 'open', subject: '#1' },
    ]);
    await world.act(path, { ...form, text: 'With chapter three.' });
    expect(await world.alarms('MILESTONE_OVERDUE')).toMatchObject([{ state: 'closed' }]);
    expect((await step(id, 'accept', all).expect(200)).body).toMatchObject({
      state: 'accepted',
      payable: fee,
      delivery: { on: '2027-04-08', daysLate: 8, onTime: false },
      rounds: [
        { outcome: 'rejected', criteria: some.criteria },
        { outcome: 'accepted', decidedBy: world.people.owner.person.id },
      ],
    });
    expect((await tasks()).map((item) => item.state)).toEqual(['done', 'done']);
    expect((await world.call('get', `${PATH}?state=accepted`)).body.items).toMatchObject([{ id, payable: fee }]);
    await step(id, 'reject', some).expect(409);
    await step(id, 'cancel', { reason: 'Too late' }).expect(409);
    await world.settle();
    expect(said().at(-1)).toBe('accepted');
    expect(await types()).toEqual([
      'milestone.planned',
      'milestone.delivered',
      'milestone.rejected',
      'milestone.delivered',
      'milestone.accepted',
    ]);
  });

  test('that nobody delivers is recalled, amber the day after and red ten working days later', async () => {
    await signed();
    const done = await world.until('2027-04-15T12:00');
    expect(done.filter((one) => one.startsWith('milestone'))).toEqual([
      'milestone:recall',
      'milestone:due',
      'milestone:late',
      'milestone:very-late',
    ]);
    expect(await world.alarms('MILESTONE_OVERDUE')).toMatchObject([{ severity: 'red', state: 'open' }]);
  });

  test('is not spoken of before both have signed, nor while the service is suspended', async () => {
    await signed();
    await state('CONTRACTING');
    expect((await world.until('2027-04-02T12:00')).filter((one) => one.startsWith('milestone'))).toEqual([]);
    await state('SUSPENDED');
    expect((await world.until('2027-04-03T12:00')).filter((one) => one.startsWith('milestone'))).toEqual([]);
    await state('IN_SERVICE');
    await world.settle();
    expect(said()).toEqual(['late']);
  });

  test('that we note is judged by somebody else, who is asked', async () => {
    const id = await signed();
    const foreign = uuidv7();
    await step(id, 'deliver', { ...delivery, on: '2027-03-02' }).expect(422);
    await step(id, 'deliver', { ...delivery, documentIds: [foreign] }).expect(422);
    await step(id, 'deliver', { ...delivery, on: '2027-02-26' }, 'service').expect(200);
    expect(await tasks()).toMatchObject([{ assignee_id: world.people.owner.person.id }]);
    await step(id, 'accept', all, 'service').expect(403);
    expect((await step(id, 'accept', all).expect(200)).body.delivery).toMatchObject({ on: '2027-02-26' });
  });

  test('changes before its delivery, by its version; once signed, day and fee only by a change request', async () => {
    await state('CONTRACTING');
    const made = await world
      .call('post', PATH, { ...body, fee })
      .set('idempotency-key', `k-${world.id}`)
      .expect(201);
    const again = await world
      .call('post', PATH, { ...body, fee })
      .set('idempotency-key', `k-${world.id}`)
      .expect(201);
    expect(again.body).toEqual(made.body);
    const patch = (sent: object) => world.call('patch', `${PATH}/${made.body.id}`, sent);
    const changed = await patch({ due: '2027-04-30', fee: null }).set('if-match', made.headers['etag']!).expect(200);
    expect(changed.body).toMatchObject({ due: '2027-04-30', fee: null, contractual: true, version: 2 });
    await patch({ title: 'Else' }).set('if-match', made.headers['etag']!).expect(412);
    await state('IN_SERVICE');
    await patch({ due: '2027-05-31' }).expect(409);
    await patch({ fee }).expect(409);
    await patch({ title: 'Else' }).expect(200);
    await world.call('post', PATH, { ...body, fee }).expect(409);
    const added = (await world.call('post', PATH, body).expect(201)).body;
    expect(added).toMatchObject({ number: 2, contractual: false });
    await world.call('patch', `${PATH}/${added.id}`, { due: '2027-04-30' }).expect(200);
    await step(added.id, 'cancel', {}).expect(422);
    expect((await step(added.id, 'cancel', { reason: 'Not needed' }).expect(200)).body).toMatchObject({
      state: 'cancelled',
      cancelled: { reason: 'Not needed' },
    });
    await world.settle();
    expect(said()).toEqual(['cancelled']);
  });

  test.each([
    ['due', { due: '2027-02-01' }],
    ['fee.currency', { fee: { amount: '1.00', currency: 'EUR' } }],
    ['fee.amount', { fee: { amount: '-1.00', currency: 'CNY' } }],
    ['criteria', { criteria: [] }],
    ['criteria.1.key', { criteria: [body.criteria[0], body.criteria[0]] }],
    ['policyKey', { policyKey: 'unknown' }],
    ['policyKey', { policyKey: 'gate-award' }],
    ['', { other: 1 }],
  ])('names %s when it is wrong', async (path, part) => {
    await state('CONTRACTING');
    const answer = await world.call('post', PATH, { ...body, ...part }).expect(422);
    expect(answer.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });
  });

  test('is for the people of the engagement, one engagement apart from the other', async () => {
    const id = await signed();
    await step(id, 'deliver', delivery, 'stranger').expect(403);
    await world.begin();
    await world.call('get', `${PATH}/${id}`).expect(404);
    await step(id, 'deliver', delivery).expect(404);
  });
});
