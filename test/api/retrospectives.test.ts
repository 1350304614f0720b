import { agendaActivities } from '../../activities/agenda';
import { agendaOf } from '../../db/read/agenda';
import { inTransaction } from '../../db/transaction';
import { LedgerWorld } from './ledger-world';

let ledger: LedgerWorld;
let id = '';
beforeAll(async () => {
  ledger = await LedgerWorld.open();
});
beforeEach(async () => {
  id = await ledger.serve();
  const successMeasures = [
    { name: 'Answered', baseline: 62, target: 80, unit: '%' },
    { name: 'Cost per call', baseline: 9, target: 6 },
  ];
  await inTransaction(ledger.world.db, (trx) =>
    trx('engagements')
      .where({ id })
      .update({ needs: trx.raw('needs || ?::jsonb', [JSON.stringify({ successMeasures })]) }),
  );
});
afterAll(() => ledger.world.close());

const call = (method: 'get' | 'put' | 'post', path: string) =>
  ledger.world.call(method, `/engagements/${id}/retrospectives${path}`);
const coming = async () => {
  const items = await agendaOf(ledger.world.db, id, { cursor: { at: 0, key: '' }, limit: 400 });
  return items.filter(({ kind }) => kind === 'retrospective');
};
async function open(): Promise<void> {
  const [item] = await coming();
  const items = item ? [item] : [];
  await agendaActivities({ db: ledger.world.db }).performAgenda({ engagementId: id, items, now: item?.at ?? 0 });
}
const work = () => ledger.world.db('action_items').where({ engagement_id: id, kind: 'retrospective' });
const lesson = { gate: 'award', text: 'Nights were forgotten.', check: 'Are nights asked for?' };
const content = {
  summary: 'A good year with dear nights.',
  measures: [
    { name: 'Answered', actual: 84 },
    { name: 'Cost per call', actual: 7 },
  ],
  lessons: [lesson],
};

describe('a retrospective', () => {
  test('comes round on each anniversary of the contract, once, with what the records say', async () => {
    expect((await coming()).map(({ key, at }) => [key, new Date(at).toISOString().slice(0, 10)])).toEqual([
      ['retrospective:2027', '2027-08-16'],
      ['retrospective:2028', '2028-08-16'],
    ]);
    await ledger.hours(id, { hours: 10 }).expect(201);
    await open();
    expect((await coming()).map(({ key }) => key)).toEqual(['retrospective:2028', 'retrospective:2029']);
    const { body } = await call('get', '/2027').expect(200);
    expect(body).toMatchObject({
      year: 2027,
      from: '2026-08-16',
      anniversary: '2027-08-16',
      state: 'open',
      summary: null,
      measures: { met: 0, measured: 0, items: [{ name: 'Answered', actual: null }, {}] },
      facts: {
        score: { rolling: null, trend: null, ratedPeriods: 0 },
        issues: { raised: 0, open: 0 },
        incidents: { all: 0, major: 0 },
        cost: { planned: { years: 2 } },
      },
    });
    const { vendor, management, total, spentBp, planned } = body.facts.cost;
    expect(Number(management.amount)).toBeGreaterThanOrEqual(4000);
    expect(Number(total.amount)).toBeCloseTo(Number(vendor.amount) + Number(management.amount), 2);
    expect(spentBp).toBe(Math.round((Number(total.amount) * 10_000) / Number(planned.tco.amount)));
    expect(await work()).toMatchObject([{ state: 'open', assignee_id: ledger.world.manager.person.id }]);
  });

  test('is written, changed and closed; then its lessons reach engagements that begin after it', async () => {
    await open();
    await call('post', '/2027/close').expect(409);
    await call('put', '/2027').send(content).expect(200);
    const written = await call('put', '/2027').send(content).expect(200);
    expect(written.body).toMatchObject({ measures: { met: 1, measured: 2, metBp: 5000 }, lessons: [lesson] });
    const lessonsOf = async () =>
      (await ledger.world.call('get', `/lessons?engagementId=${id}`).expect(200)).body.items as object[];
    expect(await lessonsOf()).toEqual([]);
    const closed = await call('post', '/2027/close').expect(200);
    expect(closed.body).toMatchObject({ state: 'closed', closedBy: ledger.world.manager.person.id });
    expect(await lessonsOf()).toMatchObject([{ check: 'Are nights asked for?', serviceType: 'customer-service' }]);
    expect(await work()).toMatchObject([{ state: 'done' }]);
    await call('put', '/2027').send(content).expect(409);
    await call('post', '/2027/close').expect(409);
    expect(await lessonsOf()).toHaveLength(1);
    expect((await call('get', '')).body).toMatchObject({ items: [{ year: 2027 }], next: null });
  });

  test.each([
    ['summary', { summary: '' }],
    ['measures.0.name', { measures: [{ name: 'Joy', actual: 1 }] }],
    ['lessons.0.check', { lessons: [{ ...lesson, check: '' }] }],
  ])('names %s where it is wrong, and keeps nothing', async (path, part) => {
    await open();
    const { body } = await call('put', '/2027')
      .send({ ...content, ...part })
      .expect(422);
    expect(body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path }] });
    expect((await call('get', '/2027')).body).toMatchObject({ summary: null });
  });

  test('is not there before its year is over, nor after the end of the service', async () => {
    await call('get', '/2027').expect(404);
    await call('put', '/2027').send(content).expect(404);
    await ledger.world.db('engagements').where({ id }).update({ exit_effective_date: '2027-06-30' });
    expect(await coming()).toEqual([]);
  });
});
