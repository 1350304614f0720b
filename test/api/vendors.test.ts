import type { Express } from 'express';
import request from 'supertest';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

const NOW = Date.parse('2027-03-05T09:00:00Z');
const NOBODY = '018f4c1e-0000-7000-8000-00000000dead';
let database: TestDatabase;
let app: Express;
let admin: SignedIn;
let manager: SignedIn;
let legal: SignedIn;
let supplier: SignedIn;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db, () => NOW);
  admin = await signedIn(database.db, { roles: ['admin'] });
  manager = await signedIn(database.db, { roles: ['manager'] });
  legal = await signedIn(database.db, { roles: ['legal'] });
  supplier = await signedIn(database.db, { roles: ['vendor'] });
});
afterAll(() => database.drop());

const as = (who: SignedIn) => ({ authorization: who.authorization });
const add = (body: object, who = manager) => request(app).post('/api/v1/vendors').set(as(who)).send(body);
const added = async (body: object): Promise<Vendor> => {
  const answer = await add(body);
  expect(answer.status).toBe(201);
  return answer.body as Vendor;
};
const patch = (id: string, body: object, who = manager) =>
  request(app).patch(`/api/v1/vendors/${id}`).set(as(who)).send(body);
const get = (path: string, who = manager) => request(app).get(`/api/v1${path}`).set(as(who));
const count = async (table: string): Promise<number> => (await database.db(table)).length;

describe('a vendor', () => {
  test('is looked after by who adds it, and comes with a due diligence of a year', async () => {
    const vendor = await added({
      name: 'Yunzhou',
      dueDiligence: { at: '2027-01-15', result: 'passed' },
      tier: 'strategic',
    });
    expect(vendor).toMatchObject({
      ownerId: manager.person.id,
      tier: 'strategic',
      status: 'prospect',
      dueDiligence: { validUntil: '2028-01-15' },
      references: [],
      flagged: false,
      version: 1,
    });
  });

  test.each([
    ['a country that is none', { country: 'XX' }, 'country'],
    ['an LEI with another check digit', { lei: '506700GE1G29325QX364' }, 'lei'],
    [
      'a due diligence of two years',
      { dueDiligence: { at: '2027-01-01', validUntil: '2029-01-01', result: 'passed' } },
      'dueDiligence.validUntil',
    ],
    ['an owner who is nobody', { ownerId: NOBODY }, 'ownerId'],
    ['a parent that is none', { parentId: NOBODY }, 'parentId'],
    [
      'a certificate twice',
      {
        certificates: [
          { type: 'a', no: '1', validTo: '2027-01-01' },
          { type: 'a', no: '1', validTo: '2027-01-01' },
        ],
      },
      'certificates.1.no',
    ],
    [
      'a certificate that ends before it begins',
      { certificates: [{ type: 'a', no: '1', validFrom: '2027-02-01', validTo: '2027-01-01' }] },
      'certificates.0.validTo',
    ],
    ['a reference of six points', { references: [{ contact: 'a', engagement: 'b', score: 6 }] }, 'references.0.score'],
  ])('is not added with %s', async (_name, part, path) => {
    const before = await count('vendors');
    const answer = await add({ name: 'Never', ...part });
    expect(answer.body).toMatchObject({ status: 422, code: 'INVALID_FIELDS', errors: [{ path }] });
    expect(await count('vendors')).toBe(before);
  });

  test('has an identifier for itself', async () => {
    await added({ name: 'First', lei: '506700GE1G29325QX363' });
    expect((await add({ name: 'Second', lei: '506700GE1G29325QX363' })).body).toMatchObject({
      status: 409,
      code: 'CONFLICT',
      errors: [{ path: 'lei' }],
    });
  });

  test('is never its own parent, over any number of steps', async () => {
    const [top, middle, low] = [
      await added({ name: 'Top' }),
      await added({ name: 'Middle' }),
      await added({ name: 'Low' }),
    ];
    expect((await patch(middle.id, { parentId: top.id })).status).toBe(200);
    expect((await patch(low.id, { parentId: middle.id })).status).toBe(200);
    for (const parentId of [top.id, middle.id, low.id])
      expect((await patch(top.id, { parentId })).body).toMatchObject({ status: 422, errors: [{ path: 'parentId' }] });
    expect((await patch(low.id, { parentId: null })).body).toMatchObject({ parentId: null });
    expect((await patch(top.id, { parentId: low.id })).status).toBe(200);
  });

  test('that two people make each other’s parent at once has only one', async () => {
    const [one, two] = [await added({ name: 'One' }), await added({ name: 'Two' })];
    const answers = await Promise.all([patch(one.id, { parentId: two.id }), patch(two.id, { parentId: one.id })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test('keeps what a change does not name, and follows the paths of its status', async () => {
    const vendor = await added({ name: 'Paths', status: 'qualified', country: 'DE', locale: 'en' });
    expect((await patch(vendor.id, { name: 'Paths two' })).body).toMatchObject({
      status: 'qualified',
      country: 'DE',
      locale: 'en',
    });
    expect((await patch(vendor.id, { status: 'blocked', reason: 'fraud' })).body).toMatchObject({
      status: 'blocked',
      version: 3,
    });
    expect((await patch(vendor.id, { status: 'qualified' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'status' }],
    });
    const [event] = await database
      .db('audit_events')
      .where({ type: 'vendor.changed' })
      .whereRaw("payload->>'reason' = 'fraud'");
    expect(event).toMatchObject({ actor_id: manager.person.id, payload: { vendorId: vendor.id, status: 'blocked' } });
  });

  test('has references that are replaced as a whole', async () => {
    const { id } = await added({ name: 'Praised' });
    const references = [{ contact: 'Ms Li', engagement: 'Hotline 2025', score: 4, comment: 'Prompt.' }];
    const put = (body: object, who = manager) =>
      request(app).put(`/api/v1/vendors/${id}/references`).set(as(who)).send(body);
    expect((await put(references)).body).toMatchObject({ references, version: 2 });
    expect((await put(references, legal)).status).toBe(403);
  });

  test('is seen by insiders only', async () => {
    const { id } = await added({ name: 'Hidden' });
    for (const path of ['/vendors', `/vendors/${id}`, '/sanctions-hits', '/sanctions-list'])
      expect((await get(path, supplier)).status).toBe(403);
    expect((await add({ name: 'x' }, supplier)).status).toBe(403);
    expect((await patch(id, { name: 'x' }, legal)).status).toBe(403);
    expect((await get(`/vendors/${id}`, legal)).status).toBe(200);
  });
});

test('the list is filtered by each thing and by all together', async () => {
  const held = (validTo: string) => ({ certificates: [{ type: 'ISO 27001', no: validTo, validTo }] });
  const parent = await added({ name: 'Filter parent' });
  const soon = await added({
    name: 'Filter 100%',
    country: 'FR',
    tier: 'preferred',
    status: 'qualified',
    parentId: parent.id,
    uscc: '91350100M000100Y43',
    ...held('2027-03-20'),
  });
  const late = await added({ name: 'Filter 1000', country: 'FR', ...held('2027-12-31') });
  const names = async (query: string): Promise<readonly string[]> =>
    ((await get(`/vendors?${query}`)).body as { items: readonly Vendor[] }).items.map(({ id }) => id);
  expect(await names('q=Filter 100%25')).toEqual([soon.id]);
  expect(await names('q=m000100y')).toEqual([soon.id]);
  expect(await names('country=FR')).toEqual([soon.id, late.id]);
  expect(await names('tier=preferred')).toEqual([soon.id]);
  expect(await names(`parentId=${parent.id}`)).toEqual([soon.id]);
  expect(await names('country=FR&certificateWithinDays=15')).toEqual([soon.id]);
  expect(await names('country=FR&certificateWithinDays=14')).toEqual([]);
  expect(await names(`country=FR&status=qualified&ownerId=${manager.person.id}&flagged=false`)).toEqual([soon.id]);
  expect((await get('/vendors?status=unknown')).status).toBe(400);
});

describe('the list of sanctioned parties', () => {
  const upload = (csv: string, who = admin) =>
    request(app)
      .put('/api/v1/sanctions-list')
      .set({ ...as(who), 'content-type': 'text/csv' })
      .send(csv);
  const hitsOf = async (vendorId: string) =>
    ((await get(`/sanctions-hits?vendorId=${vendorId}`)).body as { items: readonly { id: string; status: string }[] })
      .items;
  const clear = (id: string, who: SignedIn, reason = 'Another company of that name; registry extract of 4 March.') =>
    request(app).post(`/api/v1/sanctions-hits/${id}/clear`).set(as(who)).send({ reason });

  test('flags vendors by name and by identifier, when it comes and when they come', async () => {
    const known = await added({ name: 'Dark Trading Co., Ltd.' });
    const answer = await upload(
      '名称,identifier,country,program\r\nDARK TRADING LIMITED,,KP,UN\r\nSomebody,HWUPKR0MPOU8FGXBT394,US,OFAC\r\n',
    );
    expect(answer.body).toMatchObject({ entries: 2, flagged: [known.id], uploadedBy: admin.person.id });
    expect((await get('/sanctions-list')).body).toMatchObject({ entries: 2 });
    expect((await added({ name: 'Quiet', lei: 'HWUPKR0MPOU8FGXBT394' })).flagged).toBe(true);
    expect((await added({ name: 'Bright Trading' })).flagged).toBe(false);
    expect(((await get('/vendors?flagged=true')).body as { items: readonly Vendor[] }).items).toHaveLength(2);
  });

  test('lets a second person clear a hit with a reason, once, and remembers it', async () => {
    const vendor = await added({ name: 'Dark  Trading' });
    const [hit] = await hitsOf(vendor.id);
    if (!hit) throw new Error('there is no hit');
    expect((await clear(hit.id, legal, 'short')).body).toMatchObject({ status: 422, errors: [{ path: 'reason' }] });
    expect((await clear(hit.id, manager)).status).toBe(403);
    expect((await patch(vendor.id, { ownerId: legal.person.id })).status).toBe(200);
    expect((await clear(hit.id, legal)).body).toMatchObject({ status: 403 });
    expect((await clear(hit.id, admin)).body).toMatchObject({ status: 'cleared', clearedBy: admin.person.id });
    expect((await clear(hit.id, admin)).body).toMatchObject({ status: 409 });
    expect((await get(`/vendors/${vendor.id}`)).body).toMatchObject({ flagged: false });
    await upload('name\nDark Trading\n');
    expect((await get(`/vendors/${vendor.id}`)).body).toMatchObject({ flagged: false });
    expect((await patch(vendor.id, { name: 'Trading Dark Ltd' })).body).toMatchObject({ flagged: false });
  });

  test('lapses hits that the next list does not bear out, and opens them again', async () => {
    const vendor = await added({ name: 'Dim Trading' });
    await upload('name\nDim Trading\n');
    expect((await hitsOf(vendor.id)).map(({ status }) => status)).toEqual(['open']);
    await upload('name\nNobody\n');
    expect((await hitsOf(vendor.id)).map(({ status }) => status)).toEqual(['lapsed']);
    await upload('name\nDim Trading\n');
    expect((await hitsOf(vendor.id)).map(({ status }) => status)).toEqual(['open']);
    expect((await patch(vendor.id, { name: 'Clear Trading' })).body).toMatchObject({ flagged: false });
  });

  test.each([
    ['no name column', 'title\nx\n', 'rows.1.title'],
    ['an empty name', 'name,country\nx,CN\n,CN\n', 'rows.3.name'],
    ['a column twice', 'name,名称\nx,y\n', 'rows.1.name'],
  ])('with %s changes nothing', async (_name, csv, path) => {
    const before = await get('/sanctions-list');
    expect((await upload(csv)).body).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ path })]) as unknown,
    });
    expect((await get('/sanctions-list')).body).toEqual(before.body);
  });

  test('is the administrator’s', async () => expect((await upload('name\nx\n', manager)).status).toBe(403));
});
