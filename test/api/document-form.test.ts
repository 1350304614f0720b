import { createHash } from 'node:crypto';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { faultsIn, focusedIn } from './page-form';
import { ServiceWorld } from './service-world';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
let folder: DocumentFolder;
let world: ServiceWorld;
beforeAll(async () => {
  folder = await documentFolder();
  world = await ServiceWorld.open(folder.store);
});
beforeEach(() => world.begin({ state: 'CONTRACTING' }));
afterAll(async () => {
  await world.close();
  await folder.remove();
});

const path = () => `/engagements/${world.id}/forms/document`;
const stored = async () =>
  (await world.call('get', '/documents').expect(200)).body.items as { id: string; fileName: string }[];
const file = (content: Buffer, name = 'Signed 合同.pdf') => ({ fields: {}, files: [{ field: 'file', name, content }] });

test('a document is brought on a page, kept with its hash, and is one that a contract can name', async () => {
  const { page, bring, get } = await world.browse('owner', `${path()}?lang=en`);
  expect(page.text).toContain('enctype="multipart/form-data"');
  expect(page.text).toContain('<input type="file" name="file" required>');
  const done = await bring(file(PDF)).expect(303);
  expect(done.headers['location']).toBe(`/engagements/${world.id}?part=contract#contract`);
  const [document, ...others] = await stored();
  expect(others).toEqual([]);
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  expect(document).toMatchObject({
    fileName: 'Signed 合同.pdf',
    mediaType: 'application/pdf',
    size: PDF.length,
    sha256,
  });
  expect((await get(`/engagements/${world.id}?part=all`)).text).toContain('Signed 合同.pdf');
  expect((await get(`/engagements/${world.id}/forms/contract`)).text).toContain(`<option value="${document?.id}">`);
  expect((await world.trail()).map(({ type }) => type)).toContain('document.stored');
});

test.each([
  ['nothing', { fields: {}, files: [] }, 'is required'],
  ['an empty file', file(Buffer.alloc(0)), 'is empty'],
] as const)('%s is refused beside the field, and nothing is kept', async (_what, brought, fault) => {
  const { bring } = await world.browse('owner', `${path()}?lang=en`);
  const refused = await bring(brought).expect(422);
  expect(faultsIn(refused.text)).toEqual([expect.stringContaining(fault)]);
  expect(focusedIn(refused.text)).toEqual(['file']);
  expect([await stored(), await folder.leftOver()]).toEqual([[], []]);
});

test.each([
  ['is larger than the store takes', file(Buffer.alloc(2_000_000, 'a'), 'long.txt')],
  ['is a program under another name', file(Buffer.from('MZ\u0090\u0000\u0003'), 'run.pdf')],
])('a document that %s is refused above the form, and leaves nothing behind', async (_what, brought) => {
  const { bring } = await world.browse('owner', `${path()}?lang=en`);
  const refused = await bring(brought).expect(422);
  expect(focusedIn(refused.text)).toEqual(['alert']);
  expect([await stored(), await folder.leftOver()]).toEqual([[], []]);
});

test('is offered to those who may write, and read from nobody else', async () => {
  const { page } = await world.browse('owner', `/engagements/${world.id}?part=all`);
  expect(page.text).toContain(path());
  await expect(world.browse('stranger', path())).rejects.toThrow('403');
});
