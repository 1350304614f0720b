import { v7 as uuidv7 } from 'uuid';
import { replaceAbsences } from '../../db/stores/absences';
import { hiddenOf } from './page-form';
import { decide, RunningLinks, visit } from './running-links';

const approve = { decision: 'approve' };
const opinion = { decision: 'opinion', comment: 'The price is fair.' };

let world: RunningLinks;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open(['A', 'B', 'R', 'X', 'Y', 'OWNER', 'SUB']);
  api = await world.serve();
});
afterAll(() => world.close());

type Asked = Awaited<ReturnType<RunningLinks['ask']>>;
const linkOf = async (request: Asked, name: string): Promise<string> => api + (await world.linkOf(request, name));
const lend = (request: Asked, toId = 'X') =>
  request.act('A', 'delegate', { toId: world.desk.id(toId), comment: 'Is the price fair?' });
const choicesIn = (page: string): readonly string[] =>
  [...page.matchAll(/type="radio" name="decision" value="([\w-]+)"/g)].map(([, choice]) => choice ?? '');

describe('the link of somebody who was asked for an opinion', () => {
  test('offers nothing but an opinion, with the question and who asks it', async () => {
    const request = await world.ask();
    await lend(request);
    const { id } = await request.taskOf('X');
    const { text } = await visit(api + (await world.mailed('X', new RegExp(`/a/${id}`))));
    expect(choicesIn(text)).toEqual([]);
    expect(hiddenOf(text)).toMatchObject({ decision: 'opinion' });
    expect(text).toContain('A asks for your opinion');
    expect(text).toContain('Is the price fair?');
  });

  test('needs words, and decides nothing with any other choice', async () => {
    const request = await world.ask();
    await lend(request);
    const link = await linkOf(request, 'X');
    const answers = [await decide(link, {}), await decide(link, approve), await decide(link, { decision: 'transfer' })];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await request.taskOf('X')).toMatchObject({ status: 'active', decision: null });
  });

  test('brings the opinion to the holder, who decides by a link of their own', async () => {
    const request = await world.ask();
    await lend(request);
    expect((await decide(await linkOf(request, 'X'), opinion)).status).toBe(200);
    expect(await request.taskOf('X')).toMatchObject({ decision: 'opinion', comment: 'The price is fair.' });
    const { id, status } = await request.taskOf('A');
    expect(status).toBe('active');
    const answered = api + (await world.mailed('A', new RegExp(`The price is fair[^]*/a/${id}`)));
    expect((await visit(answered)).text).toContain('Opinion of X');
    expect((await decide(answered, approve)).status).toBe(200);
    expect((await request.view()).status).toBe('approved');
  });

  test('has done its work once the holder decided without waiting', async () => {
    const request = await world.ask();
    await lend(request);
    const link = await linkOf(request, 'X');
    const own = await visit(await linkOf(request, 'A'));
    expect(own.text).toContain('You asked X for an opinion');
    expect((await decide(await linkOf(request, 'A'), approve)).status).toBe(200);
    const { status, text } = await decide(link, opinion);
    expect([status, text.includes('no longer needed')]).toEqual([410, true]);
  });

  test('is dead once the question was handed on', async () => {
    const request = await world.ask();
    await lend(request);
    const old = await linkOf(request, 'X');
    await request.act('X', 'delegate', { toId: world.desk.id('Y') });
    expect((await decide(old, opinion)).status).toBe(410);
    expect((await decide(await linkOf(request, 'Y'), opinion)).status).toBe(200);
  });
});

describe('signers', () => {
  test('come first: until they have signed, the link of whoever asked them says so and decides nothing', async () => {
    const request = await world.ask();
    await request.act('A', 'add-sign', { position: 'before', userIds: [world.desk.id('X')], comment: 'Check it.' });
    const link = await linkOf(request, 'A');
    const answers = [await visit(link), await decide(link, approve)];
    expect(answers.map(({ status, text }) => [status, text.includes('Others decide first')])).toEqual([
      [409, true],
      [409, true],
    ]);
    const signer = await linkOf(request, 'X');
    expect((await visit(signer)).text).toContain('A asks you to sign before they decide');
    expect((await decide(signer, approve)).status).toBe(200);
    expect((await decide(link, approve)).status).toBe(200);
    expect((await request.view()).status).toBe('approved');
  });

  test('who were taken out again learn from their link that they are not needed', async () => {
    const request = await world.ask();
    const userIds = [world.desk.id('X')];
    await request.act('A', 'add-sign', { position: 'before', userIds });
    const link = await linkOf(request, 'X');
    await request.act('A', 'remove-sign', { userIds });
    const { status, text } = await decide(link, approve);
    expect([status, text.includes('no longer needed')]).toEqual([410, true]);
  });
});

describe('while a person is away', () => {
  const away = (absent: boolean) => {
    const span = { from: '2020-01-01', to: '2999-12-31', substituteId: world.desk.id('SUB'), includePending: true };
    return replaceAbsences(
      world.database.db,
      { userId: world.desk.id('OWNER'), byId: world.desk.id('OWNER') },
      absent ? [{ ...span, id: uuidv7() }] : [],
    );
  };
  const ask = async (): Promise<Asked> => {
    await away(true);
    return world.desk.open(await world.desk.policy([world.desk.step(['OWNER'])]));
  };
  afterEach(() => away(false));

  test('the substitute’s page says for whom, and their decision counts', async () => {
    const request = await ask();
    const link = await linkOf(request, 'SUB');
    expect((await visit(link)).text).toContain('You act for OWNER');
    expect((await decide(link, approve)).status).toBe(200);
    expect((await request.view()).status).toBe('approved');
    expect((await visit(await linkOf(request, 'OWNER'))).status).toBe(410);
  });

  test('the owner may decide through the mail that told them, and the substitute’s link is dead then', async () => {
    const request = await ask();
    const { id, status } = await request.taskOf('OWNER');
    expect(status).toBe('waiting');
    const link = api + (await world.mailed('OWNER', new RegExp(`/a/${id}`)));
    const substitute = await linkOf(request, 'SUB');
    expect((await visit(link)).text).toContain('SUB stands in for you');
    expect((await decide(link, approve)).status).toBe(200);
    expect(await request.taskOf('OWNER')).toMatchObject({ decision: 'approve', channel: 'email' });
    expect((await decide(substitute, approve)).status).toBe(410);
  });

  test('the substitute’s link is dead once the owner is back, and the owner’s goes on', async () => {
    const request = await ask();
    const substitute = await linkOf(request, 'SUB');
    await away(false);
    await request.handle.signal('presenceChanged', { personIds: [world.desk.id('OWNER')] });
    await world.desk.relay.until(({ to, text }) => to.address.startsWith('owner-') && text.includes('decide'));
    await request.handle.executeUpdate('opened', { args: [{}] });
    const { status, text } = await decide(substitute, approve);
    expect([status, text.includes('is back')]).toEqual([410, true]);
    expect((await decide(await linkOf(request, 'OWNER'), approve)).status).toBe(200);
  });
});

test('an approval that names the next people is made after signing in; a reject needs no more than the link', async () => {
  const next = world.desk.step([], { key: 's2', title: 'Board', assignees: [{ previousSelect: true }] });
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['A']), next]));
  const link = await linkOf(request, 'A');
  const { text } = await visit(link);
  expect(choicesIn(text)).toEqual(['reject', 'send-back']);
  expect(text).toContain('you name who decides “Board”');
  expect(text).toContain(`href="/requests/${request.id}"`);
  expect(text).not.toContain('@example.org');
  expect((await decide(link, approve)).status).toBe(422);
  expect((await decide(link, { decision: 'reject', comment: 'Too dear.' })).status).toBe(200);
  expect((await request.view()).status).toBe('rejected');
});

test('an approval that was taken back leaves a dead link, and the new task a link that works', async () => {
  const second = world.desk.step(['B'], { key: 's2' });
  const request = await world.desk.open(await world.desk.policy([world.desk.step(['A']), second]));
  const old = await linkOf(request, 'A');
  await decide(old, approve);
  const next = await linkOf(request, 'B');
  expect(await request.act('A', 'take-back')).toBeNull();
  const dead = [await decide(old, approve), await decide(next, approve)];
  expect(dead.map(({ status, text }) => [status, text.includes('taken back')])).toEqual([
    [410, true],
    [410, true],
  ]);
  expect((await decide(await linkOf(request, 'A'), approve)).status).toBe(200);
});
