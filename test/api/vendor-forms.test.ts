import { findVendor, insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { faultsIn, focusedIn, formIn } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const USCC = '91350100M000100Y43';
let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterEach(async () => {
  await world.database.db('vendors').update({ parent_id: null });
  await world.database.db('vendors').delete();
});
afterAll(() => world.database.drop());

async function kept(part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, ...part });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}
const stored = (id: string) => findVendor(world.database.db, id);
const count = async () => (await world.database.db('vendors')).length;
const trail = (id: string) =>
  world.database
    .db('audit_events')
    .whereRaw(`payload->>'vendorId' = ?`, [id])
    .orderBy('seq')
    .select('type', 'channel', 'actor_id', 'payload');
const formOf = ({ id }: Pick<Vendor, 'id'>, name: string) => `/vendors/${id}/forms/${name}`;
/** What a page says of a form, with what was typed there again. */
const fieldsOf = (html: string, path: string) => Object.fromEntries(formIn(html, path));

describe('the form of a new vendor', () => {
  const NEW = '/new-vendor';

  test('is offered beside the list and where there is none, and adds what the route would add', async () => {
    const empty = await li.get('/vendors').expect(200);
    expect(empty.text.match(/href="\/new-vendor"/g)).toHaveLength(2);
    const parent = await kept({ name: 'Yunzhou Group' });
    const blank = await li.get(NEW).expect(200);
    expect(fieldsOf(blank.text, NEW)).toMatchObject({
      country: 'CN',
      status: 'prospect',
      ownerId: LI.id,
      parentId: '',
    });
    const typed = {
      name: 'Oceanic',
      uscc: '9135 0100 M000 100y43',
      parentId: parent.id,
      contactEmail: 'ma@example.com',
    };
    const made = await li.send(blank.text, NEW, { ...typed, timeZone: 'Asia/Tokyo', tier: 'preferred' });
    expect([made.status, String(made.headers['set-cookie'])]).toEqual([
      303,
      expect.stringContaining('tenure_recorded='),
    ]);
    const [, id = ''] = /^\/vendors\/(.+)$/.exec(String(made.headers['location'])) ?? [];
    expect(await stored(id)).toEqual({
      ...aVendor({ id, name: 'Oceanic', uscc: USCC, parentId: parent.id, ownerId: LI.id, status: 'prospect' }),
      ...{ contactEmail: 'ma@example.com', timeZone: 'Asia/Tokyo', tier: 'preferred', locale: 'zh-CN' },
    });
    expect(await trail(id)).toMatchObject([{ type: 'vendor.created', channel: 'page', actor_id: LI.id }]);
  });

  test('adds one vendor however often it is sent, and loses no other words', async () => {
    const blank = await li.get(NEW).expect(200);
    const first = await li.send(blank.text, NEW, { name: 'Oceanic' });
    const again = await li.send(blank.text, NEW, { name: 'Oceanic' });
    expect([first.status, again.headers['location']]).toEqual([303, first.headers['location']]);
    const other = await li.send(blank.text, NEW, { name: 'Oceanic Care' });
    expect(other.status).toBe(422);
    expect(other.text).toContain('An earlier try has added Oceanic with other words');
    expect(fieldsOf(other.text, NEW)).toMatchObject({ name: 'Oceanic Care' });
    expect(await count()).toBe(1);
  });

  test('keeps what was typed beside what is wrong, in the language of the reader, and adds nothing', async () => {
    await kept({ uscc: USCC });
    await li.speak('zh-CN');
    const blank = await li.get(NEW).expect(200);
    const typed = { name: 'Oceanic <b>', uscc: '123', contactEmail: 'nobody', contactName: '马强' };
    const refused = await li.send(blank.text, NEW, typed);
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.text, NEW)).toMatchObject(typed);
    expect(faultsIn(refused.text)).toEqual([
      '不是有效的统一社会信用代码（GB 32100-2015）',
      expect.stringMatching(/邮箱|邮件/),
    ]);
    expect(focusedIn(refused.text)).toEqual(['uscc']);
    const taken = await li.send(refused.text, NEW, { uscc: USCC, contactEmail: '' });
    expect(faultsIn(taken.text)).toEqual(['属于其他供应商']);
    expect(await count()).toBe(1);
  });

  test('is closed to whoever may not change vendors, and takes no id but its own', async () => {
    const blank = await li.get(NEW).expect(200);
    const forged = await li.send(blank.text, NEW, { name: 'Oceanic', id: '018f4c1e-0000-7000-8000-0000000000aa.x.y' });
    expect(forged.status).toBe(422);
    expect(fieldsOf(forged.text, NEW)['id']).not.toContain('0000000000aa');
    await li.as('finance');
    expect((await li.get('/vendors').expect(200)).text).not.toContain('/new-vendor');
    await li.get(NEW).expect(403);
    expect((await li.send(blank.text, NEW, { name: 'Oceanic' })).status).toBe(403);
    expect(await count()).toBe(0);
  });
});

describe('the form of a known vendor', () => {
  test('is offered on its page, and changes only what was changed', async () => {
    const vendor = await kept({ name: 'Yunzhou', tier: 'standard', timeZone: 'Asia/Tokyo' });
    const path = formOf(vendor, 'details');
    expect((await li.get(`/vendors/${vendor.id}`).expect(200)).text).toContain(`href="${path}"`);
    const shown = await li.get(path).expect(200);
    expect(fieldsOf(shown.text, path)).toMatchObject({ name: 'Yunzhou', tier: 'standard', timeZone: 'Asia/Tokyo' });
    const typed = { status: 'blocked', reason: 'It went bankrupt.', tier: '', contactName: 'Ma' };
    const saved = await li.send(shown.text, path, typed);
    expect([saved.status, saved.headers['location']]).toEqual([303, `/vendors/${vendor.id}#top`]);
    const changed = { status: 'blocked', tier: null, contactName: 'Ma', version: 2 };
    expect(await stored(vendor.id)).toEqual({ ...vendor, ...changed });
    expect(await trail(vendor.id)).toMatchObject([
      {
        ...{ type: 'vendor.changed', channel: 'page' },
        payload: { fields: ['status', 'tier', 'contactName'], status: 'blocked', reason: 'It went bankrupt.' },
      },
    ]);
  });

  test('says beside the field what cannot be, and what was written of a status that stays', async () => {
    const child = await kept({ name: 'Child' });
    const vendor = await kept({ status: 'blocked', parentId: null });
    await world.database.db('vendors').where({ id: child.id }).update({ parent_id: vendor.id });
    const path = formOf(vendor, 'details');
    const shown = await li.get(path).expect(200);
    const typed = { status: 'qualified', reason: 'All is well.', parentId: child.id };
    const refused = await li.send(shown.text, path, typed);
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.text, path)).toMatchObject(typed);
    expect(faultsIn(refused.text)).toEqual([
      'would make the vendor its own parent',
      'cannot follow blocked; possible: prospect, exited',
    ]);
    const unsaid = await li.send(refused.text, path, { status: 'blocked', parentId: '' });
    expect(faultsIn(unsaid.text)).toEqual(['is told where the status changes: it stays as it is']);
    await li.speak('zh-CN');
    const chinese = await li.send(shown.text, path, { status: 'qualified' });
    expect(faultsIn(chinese.text)[0]).toMatch(/^不能接在“[^a-z]+”之后；可选：[^a-z]+$/);
    expect(await stored(vendor.id)).toEqual(vendor);
  });

  test('writes over no change that nobody has looked at, until whoever edits says so', async () => {
    const vendor = await kept({ name: 'Yunzhou' });
    const path = formOf(vendor, 'details');
    const [mine, theirs] = [await li.get(path).expect(200), await li.get(path).expect(200)];
    expect((await li.send(theirs.text, path, { tier: 'strategic' })).status).toBe(303);
    const stale = await li.send(mine.text, path, { name: 'Yunzhou Services' });
    expect(stale.status).toBe(422);
    expect(stale.text).toMatch(/<dt>With us › Tier<\/dt><dd>strategic<\/dd>/);
    const pressed = await li.send(stale.text, path);
    expect(pressed.status).toBe(422);
    expect(await stored(vendor.id)).toMatchObject({ name: 'Yunzhou', tier: 'strategic' });
    expect((await li.send(pressed.text, path, { onto: '1' })).status).toBe(303);
    expect(await stored(vendor.id)).toMatchObject({ name: 'Yunzhou Services', tier: null });
  });

  test('keeps what was typed where it was open for too long, and takes nothing from another site', async () => {
    const vendor = await kept();
    const path = formOf(vendor, 'details');
    const shown = await li.get(path).expect(200);
    const old = await li.send(shown.text, path, { csrf: 'old', name: 'Yunzhou Services' });
    expect([old.status, fieldsOf(old.text, path)['name']]).toEqual([422, 'Yunzhou Services']);
    expect(await stored(vendor.id)).toEqual(vendor);
    expect((await li.send(old.text, path)).status).toBe(303);
  });

  test('is closed to whoever may not change vendors, and there is none of another name', async () => {
    const vendor = await kept();
    const path = formOf(vendor, 'details');
    const shown = await li.get(path).expect(200);
    await li.get(formOf(vendor, 'constructor')).expect(404);
    await li.get(formOf({ id: '018f4c1e-0000-7000-8000-0000000000aa' }, 'details')).expect(404);
    await li.as('auditor');
    expect((await li.get(`/vendors/${vendor.id}`).expect(200)).text).not.toContain('/forms/');
    await li.get(path).expect(403);
    expect((await li.send(shown.text, path, { name: 'Other' })).status).toBe(403);
    expect(await stored(vendor.id)).toEqual(vendor);
  });
});
