import { auditTrail } from '../../db/read/audit';
import { requestStream } from '../../db/stores/audit';
import { saveSubject } from '../../db/stores/subjects';
import { hiddenOf, wordsOf } from './page-form';
import { resubmit } from './resubmit';
import { type Answer, decide, RunningLinks, visit } from './running-links';

const HOUR = 3_600_000;
const approve = { decision: 'approve' };
const reject = { decision: 'reject', comment: 'Too dear.' };

let world: RunningLinks;
let api: string;
beforeAll(async () => {
  world = await RunningLinks.open();
  api = await world.serve();
});
afterAll(() => world.close());

const trailOf = async (id: string) =>
  (await auditTrail(world.database.db, requestStream(id), { after: 0, limit: 99 })).map(({ type }) => type);

test('L01 reading a link five times and by HEAD leaves the task as it is', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  const before = await request.view();
  const answers: Answer[] = [];
  for (let reading = 0; reading < 5; reading += 1) answers.push(await visit(link));
  for (let reading = 0; reading < 2; reading += 1) answers.push(await visit(link, { method: 'HEAD' }));
  expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200));
  expect(await request.view()).toEqual(before);
});

test('L02 an intent in the address decides nothing, and chooses nothing either', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  const { status, text } = await visit(`${link}?intent=reject`);
  expect(status).toBe(200);
  expect(text).not.toContain(' checked');
  expect((await request.taskOf('A')).status).toBe('active');
});

test('L03 a decision through the mailed link is recorded with its channel', async () => {
  const request = await world.ask();
  const { id } = await request.taskOf('A');
  const link = await world.mailed('A', new RegExp(`/a/${id}`));
  const { status, text } = await decide(api + link, { ...approve, comment: 'Fine.' });
  expect([status, text.includes('Your decision is recorded')]).toEqual([200, true]);
  expect(await request.taskOf('A')).toMatchObject({ decision: 'approve', channel: 'email', comment: 'Fine.' });
  expect((await request.view()).status).toBe('approved');
});

test('L04 the same decision again is answered with the time of the first, and adds no entry to the trail', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  const first = await decide(link, approve);
  const trail = await trailOf(request.id);
  const { decidedAt } = await request.taskOf('A');
  const again = await visit(link, {
    fields: { ...hiddenOf((await visit(api + (await world.linkOf(request, 'A')))).text), ...approve },
  });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect([first.headers.get('idempotent-replay'), again.headers.get('idempotent-replay')]).toEqual([null, 'true']);
  expect(again.text).toContain(decidedAt);
  expect(again.text).toContain('already decided this');
  expect(await trailOf(request.id)).toEqual(trail);
});

test('L05 the other decision after one’s own is a conflict that names decision and time', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  await decide(link, approve);
  const { decidedAt } = await request.taskOf('A');
  const { status, text } = await decide(link, reject);
  expect(status).toBe(409);
  expect(text).toContain('already decided otherwise');
  expect(text).toContain(decidedAt);
  expect((await request.view()).status).toBe('approved');
  expect(await trailOf(request.id)).toContain('link.refused');
});

test('L06 once another person of the step has decided, a link says who and when', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'B'));
  await decide(api + (await world.linkOf(request, 'A')), approve);
  const { decidedAt } = await request.taskOf('A');
  const { status, text } = await decide(link, approve);
  expect(status).toBe(410);
  expect(text).toContain('<dd>A</dd>');
  expect(text).toContain(decidedAt);
});

test('L07 after a transfer the old link is dead and the new person’s link works', async () => {
  const request = await world.ask();
  const old = api + (await world.linkOf(request, 'A'));
  expect(await request.act('A', 'transfer', { toId: world.desk.id('X') })).toBeNull();
  expect((await decide(old, approve)).status).toBe(410);
  expect((await decide(api + (await world.linkOf(request, 'X')), approve)).status).toBe(200);
  expect(await request.taskOf('X')).toMatchObject({ decision: 'approve', channel: 'email' });
});

test('L08 a link of the first round decides nothing in the second', async () => {
  const request = await world.ask();
  const first = await request.taskOf('A');
  const link = api + (await world.linkTo(first.id));
  await request.act('B', 'send-back');
  await resubmit(world.database.db, request, { amount: 1500, currency: 'CNY', urgent: true });
  const { status, text } = await decide(link, approve);
  expect([status, text.includes('This round has ended')]).toEqual([410, true]);
  expect((await request.taskOf('A')).status).toBe('active');
});

test('a page of a later round shows each changed field before and after', async () => {
  const request = await world.ask();
  await request.act('B', 'send-back');
  await resubmit(world.database.db, request, { amount: 1500, currency: 'CNY', urgent: true });
  const { text } = await visit(api + (await world.linkOf(request, 'A')));
  expect(text).toContain('What has changed since round 1');
  expect(wordsOf(text)).toMatch(/Amount Before: 1,200.00 CNY → Now: 1,500.00 CNY/);
  expect(wordsOf(text)).toMatch(/Urgent \(not there\) → Now: Yes/);
});

test('L09 content that changed after the mail must be read before it is decided', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  await pretendMailedFor(request.id, { amount: 900, currency: 'CNY' });
  const stale = api + (await world.linkOf(request, 'A'));
  expect((await visit(link)).status).toBe(404);
  const { status, text } = await visit(stale, {
    fields: { nonce: hiddenOf((await visit(stale)).text)['nonce'] ?? '', ...approve },
  });
  expect(status).toBe(409);
  expect(wordsOf(text)).toMatch(/Amount Before: 900.00 CNY → Now: 1,200.00 CNY/);
  expect((await request.taskOf('A')).status).toBe('active');
  expect((await decide(stale, approve)).status).toBe(200);
});

test('L10 an altered link is answered like a made-up one', async () => {
  const request = await world.ask();
  const link = await world.linkOf(request, 'A');
  const altered = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
  const made = `/a/018f4c1e-0000-7000-8000-000000000000.${link.split('.').slice(1).join('.')}`;
  const [one, other] = [await visit(api + altered), await visit(api + made)];
  expect([one.status, one.text]).toEqual([404, other.text]);
});

test('L11 an expired link mails a new one to the address on file, three times an hour', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A', { expiresAt: Date.now() - HOUR }));
  const expired = await decide(link, approve);
  expect(expired.status).toBe(410);
  const fields = hiddenOf(expired.text);
  const press = () => visit(`${link}/renew`, { fields });
  expect((await press()).status).toBe(200);
  const fresh = await world.mailed('A', new RegExp(`new link[^]*${(await request.taskOf('A')).id}`, 'i'));
  expect([(await press()).status, (await press()).status]).toEqual([200, 200]);
  const fourth = await press();
  expect(fourth.status).toBe(429);
  expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(3_000);
  expect((await decide(api + fresh, approve)).status).toBe(200);
});

test('L12 a rejection without a reason is refused on the same page, and the task stays open', async () => {
  const request = await world.ask();
  const link = api + (await world.linkOf(request, 'A'));
  const { status, text } = await decide(link, { decision: 'reject', comment: ' x ' });
  expect(status).toBe(422);
  expect(text).toContain('at least two characters');
  expect(text).toMatch(/value="reject" checked/);
  expect((await request.taskOf('A')).status).toBe('active');
});

/** As if the task had been mailed for other content than the request has now. */
async function pretendMailedFor(requestId: string, data: Readonly<Record<string, unknown>>): Promise<void> {
  const subject = { type: 'payment', title: 'Pay the printer', data };
  const hash = await saveSubject(world.database.db, { requestId, subject, now: Date.now() });
  await world.database.db('request_tasks').where({ request_id: requestId }).update({ subject_hash: hash });
}
