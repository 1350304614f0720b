import { v7 as uuidv7 } from 'uuid';
import { cny, LedgerWorld, on } from './ledger-world';
import { codeOf, pathsOf } from './needs-world';
import { signedIn, type SignedIn } from './world';

let ledger: LedgerWorld;
let id: string;
beforeAll(async () => (ledger = await LedgerWorld.open()));
afterAll(() => ledger.world.close());
beforeEach(async () => (id = await ledger.serve()));

const call = (...args: Parameters<LedgerWorld['world']['call']>) => ledger.world.call(...args);
const at = (path: string): string => `/engagements/${id}/${path}`;
const hours = (part: object = {}, who?: SignedIn) => ledger.hours(id, part, who);
const months = (query = '') => ledger.months(id, query);

describe('timesheets', () => {
  test('are written by oneself, and for others by the owner and administrators', async () => {
    const own = await hours({ note: 'Steering meeting' }).expect(201);
    expect(own.body).toMatchObject({
      personId: ledger.world.manager.person.id,
      hours: 2,
      note: 'Steering meeting',
      reverses: null,
    });
    await hours({ personId: ledger.helper.person.id, role: 'finance' }).expect(201);
    await hours({ personId: ledger.helper.person.id }, ledger.world.admin).expect(201);
    await hours({}, ledger.helper).expect(201);
    expect(codeOf(await hours({ personId: ledger.world.manager.person.id }, ledger.helper).expect(403))).toBe(
      'FORBIDDEN',
    );
    const all = await call('get', at('timesheets?limit=3')).expect(200);
    const { items, next } = all.body as { items: unknown[]; next: string };
    expect(items).toHaveLength(3);
    const rest = await call('get', at(`timesheets?limit=3&cursor=${next}`)).expect(200);
    expect((rest.body as { items: unknown[] }).items).toHaveLength(1);
    const mine = await call('get', at(`timesheets?personId=${ledger.world.manager.person.id}`)).expect(200);
    expect((mine.body as { items: unknown[] }).items).toHaveLength(1);
  });

  test.each([
    ['tomorrow', { on: '2026-11-25' }, 'on'],
    ['a day before the engagement', { on: '2026-08-02' }, 'on'],
    ['no hours', { hours: 0 }, 'hours'],
    ['more than a day', { hours: 24.01 }, 'hours'],
    ['thousandths', { hours: 1.005 }, 'hours'],
    ['a stranger', { personId: uuidv7() }, 'personId'],
  ])('of %s are refused', async (_, part, path) => expect(pathsOf(await hours(part, ledger.world.admin).expect(422))).toEqual([path])); // prettier-ignore

  test('never fill a day beyond its hours, over all engagements', async () => {
    const person = await signedIn(ledger.world.db);
    await hours({ hours: 20 }, person).expect(201);
    id = await ledger.world.engage();
    await ledger.world
      .db('engagements')
      .where({ id })
      .update({ created_at: on('2026-08-03T00:00') });
    expect(pathsOf(await hours({ hours: 5 }, person).expect(422))).toEqual(['hours']);
    await hours({ hours: 4 }, person).expect(201);
  });

  test('are taken back by a line of the opposite hours, once', async () => {
    const { body } = await hours().expect(201);
    const path = at(`timesheets/${(body as { id: string }).id}/reverse`);
    const undo = () => call('post', path).send({ reason: 'Wrong day' });
    await call('post', path, ledger.helper).send({ reason: 'Not mine' }).expect(403);
    const { body: reversal } = await undo().expect(201);
    expect(reversal).toMatchObject({
      hours: -2,
      on: '2026-09-10',
      note: 'Wrong day',
      reverses: (body as { id: string }).id,
    });
    expect(codeOf(await undo().expect(409))).toBe('STATE_CONFLICT');
    expect((await months('?from=2026-09&to=2026-09'))[0]).toMatchObject({ hours: 0, cost: cny('0.00') });
    await call('post', at(`timesheets/${uuidv7()}/reverse`))
      .send({ reason: 'Nothing' })
      .expect(404);
  });

  test('come from a sheet as a whole or not at all', async () => {
    const sheet = (text: string, query = '') =>
      call('post', at(`timesheets/import${query}`))
        .set('content-type', 'text/csv')
        .send(text);
    const head = 'Date,人员,Role,Hours,Note\n';
    const good = `${head}2026-09-10,,owner,2.5,Call\n2026-09-11,${ledger.helper.person.email},finance,1,\n`;
    const bad = await sheet(`${good}2026-09-12,nobody@example.com,owner,1,\n2026-12-01,,owner,25,\n`).expect(422);
    expect(pathsOf(bad)).toEqual(['rows.4.person', 'rows.5.hours']);
    const dry = await sheet(good, '?dryRun=true').expect(200);
    expect(dry.body).toMatchObject({ dryRun: true, rows: 2, inserted: 2, faults: [] });
    expect((await months('?from=2026-09&to=2026-09'))[0]?.hours).toBe(0);
    await sheet(good).expect(200);
    expect((await months('?from=2026-09&to=2026-09'))[0]).toMatchObject({ hours: 3.5, cost: cny('1200.00') });
    const template = await call('get', at('timesheets/import/template?format=csv')).expect(200);
    expect(template.text).toContain('Date,Person,Role,Hours,Note');
  });
});
