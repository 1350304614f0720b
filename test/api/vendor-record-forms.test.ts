import { findVendor, insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { aVendor } from '../builders';
import { faultsIn, focusedIn, formIn } from './page-form';
import { LI, pageWorld, type PageWorld, Visitor } from './page-world';

const NOW = Date.UTC(2026, 10, 24, 8);
const PAPER = '018f4c1e-0000-7000-8000-0000000000f1';
let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

async function kept(part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: LI.id, ...part });
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  return vendor;
}
const stored = ({ id }: Vendor) => findVendor(world.database.db, id);
const lastEntry = async ({ id }: Vendor) =>
  (await world.database.db('audit_events').whereRaw(`payload->>'vendorId' = ?`, [id]).orderBy('seq')).at(-1) as unknown;
const formOf = ({ id }: Vendor, name: string) => `/vendors/${id}/forms/${name}`;
const fieldsOf = (html: string, path: string) => Object.fromEntries(formIn(html, path));

describe('the form of certificates', () => {
  const iso = { type: 'ISO 27001', no: 'A-1', validTo: '2026-12-06', fileId: PAPER };
  const old = { type: 'ISO 9001', no: 'B-44', issuer: 'TÜV', validFrom: '2020-01-01', validTo: '2023-01-01' };

  test('is offered beside them, adds and changes lines, takes lines away, and leaves the papers with theirs', async () => {
    const vendor = await kept({ certificates: [iso, old] });
    const path = formOf(vendor, 'certificates');
    expect((await li.get(`/vendors/${vendor.id}`).expect(200)).text).toContain(`href="${path}"`);
    const shown = await li.get(path).expect(200);
    const saved = await li.send(shown.text, path, {
      'certificates.0.validTo': '2029-12-06',
      'certificates.1.gone': '1',
      ...{ 'certificates.3.type': 'ISO 22301', 'certificates.3.no': 'C-7', 'certificates.3.validTo': '2027-05-01' },
    });
    expect([saved.status, saved.headers['location']]).toEqual([303, `/vendors/${vendor.id}#certificates`]);
    const certificates = [
      { ...iso, validTo: '2029-12-06' },
      { type: 'ISO 22301', no: 'C-7', validTo: '2027-05-01' },
    ];
    expect(await stored(vendor)).toEqual({ ...vendor, certificates, version: 2 });
    expect(await lastEntry(vendor)).toMatchObject({ type: 'vendor.certificates', channel: 'page', actor_id: LI.id });
    expect((await li.get(`/vendors/${vendor.id}`)).text).toMatch(/id="certificates"[\s\S]*ISO 22301/);
  });

  test('says of which line what is wrong, keeps all that was typed, and saves nothing', async () => {
    const vendor = await kept({ certificates: [iso] });
    const path = formOf(vendor, 'certificates');
    const shown = await li.get(path).expect(200);
    const typed = {
      ...{ 'certificates.2.type': 'ISO 9001', 'certificates.2.no': 'B-44', 'certificates.2.validTo': '2023-01-01' },
      ...{ 'certificates.2.validFrom': '2024-01-01', 'certificates.3.no': 'Z' },
    };
    const refused = await li.send(shown.text, path, typed);
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.text, path)).toMatchObject({ ...typed, 'certificates.0.fileId': PAPER });
    expect(refused.text).toMatch(/name="certificates\.2\.validTo"[^>]* aria-invalid="true"/);
    expect(refused.text).toMatch(/name="certificates\.3\.type"[^>]* aria-invalid="true"/);
    expect(focusedIn(refused.text)).toEqual(['certificates.2.validTo']);
    expect(faultsIn(refused.text)).toEqual(['lies before validFrom', 'is needed', 'is needed']);
    expect(await stored(vendor)).toEqual(vendor);
  });

  test('takes a hundred of them, and writes over none that were saved meanwhile', async () => {
    const certificates = Array.from({ length: 100 }, (_, n) => ({ ...iso, no: `A-${n}` }));
    const vendor = await kept({ certificates });
    const path = formOf(vendor, 'certificates');
    const [mine, theirs] = [await li.get(path).expect(200), await li.get(path).expect(200)];
    expect((await li.send(theirs.text, path, { 'certificates.99.no': 'last' })).status).toBe(303);
    const stale = await li.send(mine.text, path, { 'certificates.0.no': 'first' });
    expect(stale.status).toBe(422);
    expect(stale.text).toMatch(/<dt>Certificate 100 › Number<\/dt><dd>last<\/dd>/);
    expect((await stored(vendor))?.certificates[0]?.no).toBe('A-0');
    expect((await li.send(stale.text, path, { onto: '1' })).status).toBe(303);
    expect((await stored(vendor))?.certificates.at(99)?.no).toBe('A-99');
  });
});

describe('the form of a due diligence', () => {
  test('counts for twelve months unless less is said, and the next one from its own day', async () => {
    const vendor = await kept();
    const path = formOf(vendor, 'due-diligence');
    const shown = await li.get(path).expect(200);
    expect(fieldsOf(shown.text, path)).toMatchObject({ 'dueDiligence.at': '2026-11-24', 'dueDiligence.result': '' });
    expect(shown.text).not.toContain('name="gone"');
    const typed = { 'dueDiligence.at': '2026-03-10', 'dueDiligence.result': 'conditional' };
    const saved = await li.send(shown.text, path, { ...typed, 'dueDiligence.comment': 'No second site.' });
    expect([saved.status, saved.headers['location']]).toEqual([303, `/vendors/${vendor.id}#due-diligence`]);
    const found = { at: '2026-03-10', result: 'conditional', validUntil: '2027-03-10', comment: 'No second site.' };
    expect(await stored(vendor)).toEqual({ ...vendor, dueDiligence: found, version: 2 });
    expect(await lastEntry(vendor)).toMatchObject({ type: 'vendor.changed', payload: { fields: ['dueDiligence'] } });
    const next = await li.get(path).expect(200);
    expect((await li.send(next.text, path, { 'dueDiligence.at': '2027-02-01' })).status).toBe(303);
    expect((await stored(vendor))?.dueDiligence?.validUntil).toBe('2028-02-01');
    const last = await li.get(path).expect(200);
    expect((await li.send(last.text, path, { gone: '1' })).status).toBe(303);
    expect((await stored(vendor))?.dueDiligence).toBeNull();
  });

  test('keeps what was typed beside what is wrong, in the language of the reader, and saves nothing', async () => {
    const vendor = await kept();
    const path = formOf(vendor, 'due-diligence');
    await li.speak('zh-CN');
    const shown = await li.get(path).expect(200);
    const typed = { 'dueDiligence.validUntil': '2029-01-01', 'dueDiligence.comment': '两地机房' };
    const refused = await li.send(shown.text, path, typed);
    expect(refused.status).toBe(422);
    expect(fieldsOf(refused.text, path)).toMatchObject(typed);
    expect(faultsIn(refused.text)[0]).toBe('必填');
    const longer = await li.send(refused.text, path, { 'dueDiligence.result': 'passed' });
    expect(faultsIn(longer.text)).toEqual([expect.stringContaining('12')]);
    expect(focusedIn(longer.text)).toEqual(['dueDiligence.validUntil']);
    expect(await stored(vendor)).toEqual(vendor);
  });
});

test('the form of references replaces what others say, with its points', async () => {
  const vendor = await kept({ references: [{ contact: 'Zhao', engagement: 'Hotline', score: 3 }] });
  const path = formOf(vendor, 'references');
  const shown = await li.get(path).expect(200);
  const typed = { 'references.1.contact': 'Qian', 'references.1.engagement': 'Call-backs' };
  const refused = await li.send(shown.text, path, typed);
  expect(refused.text).toMatch(/name="references\.1\.score"[^>]* aria-invalid="true"/);
  const saved = await li.send(refused.text, path, { 'references.1.score': '5', 'references.1.at': '2026-10-01' });
  expect([saved.status, saved.headers['location']]).toEqual([303, `/vendors/${vendor.id}#references`]);
  const more = { contact: 'Qian', engagement: 'Call-backs', score: 5, at: '2026-10-01' };
  expect(await stored(vendor)).toEqual({ ...vendor, references: [...vendor.references, more], version: 2 });
  expect(await lastEntry(vendor)).toMatchObject({ type: 'vendor.references', channel: 'page' });
});

test.each(['certificates', 'due-diligence', 'references'])(
  'the form of %s is closed to whoever may not change vendors, and keeps what was typed too long ago',
  async (name) => {
    const vendor = await kept();
    const path = formOf(vendor, name);
    const shown = await li.get(path).expect(200);
    const old = await li.send(shown.text, path, { csrf: 'old', ...TYPED });
    expect([old.status, fieldsOf(old.text, path)]).toMatchObject([422, KEPT[name]]);
    await li.as('finance');
    expect((await li.get(`/vendors/${vendor.id}`).expect(200)).text).not.toContain('/forms/');
    await li.get(path).expect(403);
    expect((await li.send(shown.text, path)).status).toBe(403);
    expect(await stored(vendor)).toEqual(vendor);
  },
);
const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  certificates: { 'certificates.0.type': 'ISO 9001' },
  'due-diligence': { 'dueDiligence.comment': 'Examined.' },
  references: { 'references.0.comment': 'Good people.' },
};
const TYPED = Object.assign({}, ...Object.values(KEPT)) as Readonly<Record<string, string>>;
