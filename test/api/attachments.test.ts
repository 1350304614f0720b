import { createHash } from 'node:crypto';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { ApprovalWorld } from './approval-world';

let world: ApprovalWorld;

beforeAll(async () => {
  world = await ApprovalWorld.open({
    ADMIN: ['admin'],
    R: ['evaluator'],
    A: ['evaluator'],
    B: ['evaluator'],
    X: ['evaluator'],
  });
});
afterAll(() => world.close());

const PDF = Buffer.from('%PDF-1.7 offer');
const MB = 1024 * 1024;
const opened = () => world.ask([world.desk.step(['A', 'B'])]);
const add = (name: string, id: string, content = PDF, fileName = 'offer.pdf') =>
  world.call(name, 'post', `/requests/${id}/attachments`).attach('file', content, { filename: fileName });
const act = (name: string, path: string, body: object) => world.call(name, 'post', path).send(body);

test('a file is kept with its hash and its true type, and is the uploader’s own until a comment names it', async () => {
  const { id } = await opened();
  const { body: file } = await add('A', id, PDF, '报价 (终).pdf').expect(201);
  expect(file).toMatchObject({
    fileName: '报价 (终).pdf',
    mediaType: 'application/pdf',
    size: PDF.length,
    sha256: createHash('sha256').update(PDF).digest('hex'),
    uploadedById: world.id('A'),
    commentId: null,
  });
  const path = `/requests/${id}/attachments/${String(file.id)}`;
  await world.call('R', 'get', path).expect(404);
  await world.call('A', 'get', path).expect(200);

  const said = await act('A', `/requests/${id}/actions`, {
    action: 'comment',
    comment: 'the offer',
    attachmentIds: [file.id],
  });
  expect(said.body.attachments).toEqual([{ ...file, commentId: said.body.comments[0].id }]);
  const read = await world.call('R', 'get', path).buffer(true).expect(200);
  expect(read.body).toEqual(PDF);
  expect(read.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="__ (_).pdf"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%28%E7%BB%88%29.pdf`,
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
  await world.call('X', 'get', path).expect(404);
  await request(world.app).get(`/api/v1${path}`).expect(401);
  await world.call('R', 'get', `/requests/${id}/attachments/${uuidv7()}`).expect(404);
});

test('a file goes with one act of its uploader, and with no other', async () => {
  const { id, taskOf } = await opened();
  const [first, second] = [(await add('A', id)).body.id as string, (await add('A', id)).body.id as string];
  const decide = (name: string, ids: readonly string[], decisionId = 'd-1') =>
    act(name, `/tasks/${taskOf(name)}/actions`, { action: 'approve', decisionId, attachmentIds: ids });

  await decide('B', [first]).expect(422);
  await act('A', `/requests/${id}/actions`, { action: 'comment', comment: 'see this', attachmentIds: [first] }).expect(
    200,
  );
  const again = await decide('A', [second, first]).expect(422);
  expect(again.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'attachmentIds' }] });
  const done = await decide('A', [second]).expect(200);
  expect(done.body.request.attachments).toMatchObject([
    { id: first },
    { id: second, taskId: taskOf('A'), commentId: null },
  ]);
  expect((await decide('A', [second]).expect(200)).body).toEqual(done.body);
  await add('A', id).expect(409);
  await act('R', `/requests/${id}/actions`, { action: 'withdraw', attachmentIds: [first] }).expect(422);
});

test('a file comes as a form or as the body itself, of 20 MB and not a byte more, and never empty', async () => {
  const { id } = await opened();
  const raw = (content: Buffer, query = '?fileName=a.bin', type = 'application/octet-stream') =>
    world.call('A', 'post', `/requests/${id}/attachments${query}`).set('content-type', type).send(content);

  expect((await raw(PDF, '?fileName=..%2F..%2Fetc%2Fpasswd').expect(201)).body.fileName).toBe('passwd');
  expect((await add('A', id, PDF, 'a\r\nX-Evil: 1.pdf').expect(201)).body.fileName).toBe('a__X-Evil_ 1.pdf');
  expect((await raw(Buffer.alloc(20 * MB, 1)).expect(201)).body.size).toBe(20 * MB);
  for (const refused of [await raw(Buffer.alloc(20 * MB + 1)), await add('A', id, Buffer.alloc(20 * MB + 1))])
    expect([refused.status, refused.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  for (const refused of [await raw(Buffer.alloc(0)), await add('A', id, Buffer.alloc(0)), await raw(PDF, '')])
    expect([refused.status, refused.body.code]).toEqual([422, 'INVALID_FIELDS']);
  const wrong = await raw(Buffer.from('{}'), '?fileName=a.json', 'application/json');
  expect([wrong.status, wrong.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  const broken = await raw(PDF, '', 'multipart/form-data');
  expect([broken.status, broken.body.code]).toEqual([400, 'MALFORMED']);
  const other = await world.call('A', 'post', `/requests/${id}/attachments`).attach('image', PDF, 'a.pdf');
  expect([other.status, other.body.errors[0].path]).toEqual([422, 'image']);
  const named = await world
    .call('A', 'post', `/requests/${id}/attachments?fileName=a.pdf&x=1`)
    .attach('file', PDF, 'a.pdf');
  expect(named.status).toBe(400);
});

test('a repeated upload under one key is one file; another content under it is refused', async () => {
  const { id } = await opened();
  const once = (content: typeof PDF) => add('A', id, content).set('idempotency-key', `k-${id}`);
  const first = await once(PDF).expect(201);
  const second = await once(PDF).expect(201);
  expect(second.body).toEqual(first.body);
  expect((await once(Buffer.from('else'))).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await world.database.db('request_attachments').where({ request_id: id })).toHaveLength(1);
});

test('only people with a part in a request add files to it', async () => {
  const { id } = await opened();
  await add('X', id).expect(404);
  await add('ADMIN', id).expect(201);
});

test('people named in a comment are told by mail and can read; strangers cannot be named', async () => {
  const { id } = await opened();
  const say = (mentionIds: readonly string[]) =>
    act('A', `/requests/${id}/actions`, { action: 'comment', comment: 'please look', mentionIds });
  const refused = await say([world.id('X')]);
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'mentionIds']);

  const said = await say([world.id('ADMIN'), world.id('R')]).expect(200);
  expect(said.body.comments).toMatchObject([{ mentionIds: [world.id('ADMIN'), world.id('R')] }]);
  const letter = await world.desk.relay.until(
    ({ subject, to }) => subject.startsWith('[Comment]') && to.name === 'ADMIN',
  );
  expect([letter.text, letter.html].every((part) => part.includes('please look'))).toBe(true);
  const copies = await world.call('ADMIN', 'get', '/tasks?box=cc').expect(200);
  expect(copies.body.items).toMatchObject([{ task: null, request: { id } }]);
});

test('a comment on the page brings its files and names along; a file too large brings nothing', async () => {
  const { id } = await opened();
  const page = await world.signIn('A', `/requests/${id}`);
  const send = (content: Buffer) =>
    page
      .post(`/requests/${id}/actions`)
      .field({ csrf: page.csrf, action: 'comment', comment: 'with a file', mention: world.id('R') })
      .attach('files', content, { filename: 'offer.pdf' });

  await send(Buffer.alloc(20 * MB + 1)).expect(413);
  await send(PDF).expect(303);
  const { body } = await world.call('R', 'get', `/requests/${id}`).expect(200);
  expect(body.comments).toMatchObject([{ text: 'with a file', mentionIds: [world.id('R')] }]);
  expect(body.attachments).toMatchObject([{ fileName: 'offer.pdf', commentId: body.comments[0].id }]);
  const shown = await page.get(`/requests/${id}`).expect(200);
  const href = /href="([^"]+\/attachments\/[^"]+)"/.exec(shown.text)?.[1] ?? '';
  await page
    .get(href)
    .expect(200)
    .expect('content-disposition', /^attachment;/);
  await request(world.app)
    .get(href)
    .expect(303)
    .expect('location', /^\/sign-in/);
});

test('a decision on the page brings its files along', async () => {
  const { id, taskOf } = await opened();
  const page = await world.signIn('A', `/requests/${id}`);
  await page
    .post(`/requests/${id}/tasks/${taskOf('A')}`)
    .field({ csrf: page.csrf, decision: 'approve' })
    .attach('files', PDF, { filename: 'offer.pdf' })
    .expect(303);

  const { body } = await world.call('R', 'get', `/requests/${id}`).expect(200);
  expect(body).toMatchObject({ status: 'approved', attachments: [{ fileName: 'offer.pdf', taskId: taskOf('A') }] });
});
